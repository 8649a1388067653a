package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;

import dev.baton.model.Parking;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.store.TaskReads.Filter;
import dev.baton.store.TaskReads.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The list of tasks as people page through it. */
abstract class ListContract extends StoreContract {
    private static final Filter ALL = new Filter(null, null, null);

    private void park(Task task) {
        Parking why = new Parking("ann", "red twice");
        assertThat(held(tx ->
                        tx.tasks().become(task.id(), task.epoch(), TaskStatus.PARKED, why, NOW)))
                .isTrue();
    }

    private int count(Filter filter) {
        return read(reads -> reads.tasks().count(filter));
    }

    private List<String> keys(Filter filter, @Nullable Place after, int limit) {
        return read(reads -> reads.tasks().list(filter, after, limit)).stream()
                .map(Task::key)
                .toList();
    }

    @Test
    void parkedTasksComeFirstHoweverOldTheyAre() {
        park(newTask());
        newTask();
        park(newTask());
        newTask();
        assertThat(keys(ALL, null, 3)).containsExactly("SHOP-3", "SHOP-1", "SHOP-4");
    }

    @Test
    void pagesLeaveNothingOutAndShowNothingTwice() {
        for (int i = 1; i <= 7; i++) {
            Task task = newTask();
            if (i % 3 == 0) {
                park(task);
            }
        }
        List<String> seen = new ArrayList<>();
        List<Task> page = read(reads -> reads.tasks().list(ALL, null, 2));
        while (!page.isEmpty()) {
            page.forEach(task -> seen.add(task.key()));
            Place last = Place.of(page.getLast());
            page = read(reads -> reads.tasks().list(ALL, last, 2));
        }
        assertThat(seen)
                .containsExactly(
                        "SHOP-6", "SHOP-3", "SHOP-7", "SHOP-5", "SHOP-4", "SHOP-2", "SHOP-1");
    }

    @Test
    void areThoseOfAStatus() {
        park(newTask());
        newTask();
        Filter parked = new Filter(null, TaskStatus.PARKED, null);
        Filter live = new Filter("SHOP", TaskStatus.LIVE, null);
        assertThat(keys(parked, null, 9)).containsExactly("SHOP-1");
        assertThat(keys(live, null, 9)).containsExactly("SHOP-2");
        assertThat(count(parked)).isEqualTo(1);
        assertThat(count(ALL)).isEqualTo(2);
    }

    @Test
    void areFoundByTitleOrKeyLiterally() {
        newTask();
        newTask("WEB", null);
        assertThat(keys(new Filter(null, null, "gREet"), null, 9))
                .containsExactly("WEB-1", "SHOP-1");
        assertThat(keys(new Filter(null, null, "web-"), null, 9)).containsExactly("WEB-1");
        assertThat(keys(new Filter("SHOP", null, "web-"), null, 9)).isEmpty();
        assertThat(keys(new Filter(null, null, "%"), null, 9)).isEmpty();
        assertThat(keys(new Filter(null, null, "_"), null, 9)).isEmpty();
        assertThat(keys(new Filter(null, null, "!"), null, 9)).isEmpty();
    }

    @Test
    void areReadWithoutTheirBodies() {
        Task task = newTask();
        assertThat(task.item().body()).isNotEmpty();
        assertThatList(read(reads -> reads.tasks().list(ALL, null, 9)))
                .singleElement()
                .satisfies(listed -> assertThat(listed.item().body()).isEmpty())
                .satisfies(listed -> assertThat(listed.key()).isEqualTo(task.key()));
    }
}
