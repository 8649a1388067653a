package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.LoadedSettings;
import dev.baton.config.Settings;
import dev.baton.config.SettingsLoader;
import dev.baton.engine.Activities;
import dev.baton.engine.Patience;
import dev.baton.engine.Registry;
import dev.baton.engine.Turns;
import dev.baton.model.Owner;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.WorkItem;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.WriteResult;
import dev.baton.store.jdbc.UnsyncedStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which implementation each switch of the operators selects; what they do is tested by itself. */
class SelectionTest {
    private static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");
    private static final TaskId TASK = new TaskId(1);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Registry registry = new Registry(7, () -> 0);

    private Settings with(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("baton.yaml"), lines + """
                agents:
                  dev: {profile: command, command: [./dev.sh]}
                projects:
                  SHOP: {repository: ../shop.git, agents: {developer: dev}}
                  DOCS: {repository: ../docs.git, agents: {developer: dev}}
                """);
        LoadedSettings loaded = new SettingsLoader(Map.of(), folder).load(file.toString());
        assertThat(loaded).isInstanceOf(LoadedSettings.Valid.class);
        return ((LoadedSettings.Valid) loaded).settings();
    }

    private static Owner owner(long incarnation, long activity) {
        return new Owner(incarnation, activity, "scan", "Perform", NOW);
    }

    /** The task is not looked at: who owns it is what counts. */
    private Task anyTask() {
        try (Store store = UnsyncedStores.sqlite(folder)) {
            return insert(store, "SHOP");
        }
    }

    private static Task insert(Store store, String project) {
        WorkItem item = new WorkItem("T", "", null, null, "ann", 0);
        return switch (store.write("file", tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            return Store.Step.commit(tx.tasks()
                    .insert(new NewTask(project, item, "digest", "main", NOW), key -> "b/" + key));
        })) {
            case WriteResult.Committed<Task>(Task task) -> task;
            case WriteResult<Task> other -> throw new AssertionError(other);
        };
    }

    @Test
    void transitionLeaseReclaimSelectsWhetherTheDeadKeepTheirTasks() throws IOException {
        Task task = anyTask();
        assertThat(Reaping.takeover(with(""), registry).allowed(task, owner(6, 1)))
                .isTrue();
        assertThat(Reaping.takeover(with("transition-lease: {reclaim-enabled: false}\n"), registry)
                        .allowed(task, owner(6, 1)))
                .isFalse();
    }

    @Test
    void finalizerLivenessSelectsWhetherALivingActivityIsDeferredTo()
            throws IOException, InterruptedException {
        try (Activities working = Activities.begin(registry, TASK, TIMEOUT)) {
            assertThat(working.id()).isPositive();
            assertThat(Reaping.finalizing(with(""), registry).test(TASK)).isTrue();
            assertThat(Reaping.finalizing(with("reaper: {finalizer-liveness: false}\n"), registry)
                            .test(TASK))
                    .isFalse();
        }
    }

    @Nested
    class HowLongALivingOwnerIsLeftAlone {
        private boolean over(String lines, String project) throws IOException {
            Registry.Step step = new Registry.Step("Perform", 0, TIMEOUT.toNanos());
            Patience patience = Reaping.patience(with(lines));
            assertThat(patience.over(project, step, GRACE.toNanos() - 1)).isFalse();
            assertThat(patience.over(project, step, TIMEOUT.plus(GRACE).toNanos()))
                    .isTrue();
            return patience.over(project, step, GRACE.toNanos());
        }

        @Test
        void isItsStepsTimeoutAndTheGraceByDefault() throws IOException {
            assertThat(over("", "SHOP")).isFalse();
        }

        @Test
        void isTheGraceAloneWithoutTheTransitionLease() throws IOException {
            assertThat(over("transition-lease: {enabled: false}\n", "SHOP")).isTrue();
        }

        @Test
        void isChosenByProject() throws IOException {
            String docs = "transition-lease: {projects: [DOCS]}\n";
            assertThat(over(docs, "DOCS")).isFalse();
            assertThat(over(docs, "SHOP")).isTrue();
            assertThat(over("transition-lease: {projects: []}\n", "DOCS")).isTrue();
        }
    }

    @Nested
    class TheMergeLease {
        private MergeQueues queues(String lines) throws IOException {
            Machine machine = new Machine(
                    Map.of(),
                    InstantSource.fixed(NOW),
                    () -> 0,
                    new Random(1),
                    () -> "id",
                    new Host("m", "h"),
                    new ProcessIdentity(1, 1, "boot"));
            return new MergeQueues(with(lines).mergeLease(), machine);
        }

        @Test
        void sendsStaleHeadsAwayUnlessItIsToldNotTo() throws IOException {
            try (Store store = UnsyncedStores.sqlite(folder)) {
                assertThat(queues("").staleHeads(store, (task, actor) -> {})).isPresent();
                assertThat(queues("merge-lease: {reclaim-enabled: false}\n")
                                .staleHeads(store, (task, actor) -> {}))
                        .isEmpty();
            }
        }

        @Test
        void keepsTheOrderOnlyInItsProjects() throws IOException {
            try (Store store = UnsyncedStores.sqlite(folder)) {
                for (String project : new String[] {"SHOP", "DOCS"}) {
                    insert(store, project);
                    Task second = insert(store, project);
                    List<Task> joining = store.read(reads -> reads.tasks().list(project, 9));
                    store.write("join", tx -> {
                        joining.reversed()
                                .forEach(task -> tx.queue()
                                        .join(new QueuePlace(
                                                project, "main", task.id(), 1, 0, NOW, null)));
                        return Store.Step.commit(true);
                    });
                    Turns turns = queues("merge-lease: {projects: [SHOP]}\n").turns();
                    Optional<QueuePlace> place = store.read(reads -> turns.placeOf(reads, second));
                    assertThat(place.map(QueuePlace::head)).hasValue(project.equals("DOCS"));
                }
            }
        }
    }
}
