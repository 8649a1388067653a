package dev.baton.web.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.TaskId;
import dev.baton.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BoardFeedTest {
    private static final TaskId TASK = new TaskId(1);
    private static final Duration LONG = Eventually.MAX.multipliedBy(2);

    private final BoardFeed feed = new BoardFeed();

    private CompletableFuture<Long> waiting(long seen) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return feed.await(seen, LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aChangeThatCameBeforeTheWaitIsSeen() throws Exception {
        long seen = feed.version();
        feed.taskChanged(TASK);
        assertThat(feed.await(seen, LONG)).isGreaterThan(seen);
    }

    @Test
    void aChangeWakesWhoWaits() throws Exception {
        CompletableFuture<Long> woken = waiting(feed.version());
        feed.taskChanged(TASK);
        assertThat(Eventually.result(woken)).isEqualTo(1);
    }

    @Test
    void withoutAChangeItSaysTheSameAfterAWhile() throws Exception {
        assertThat(feed.await(0, Duration.ofMillis(1))).isZero();
    }

    @Test
    void theEndWakesWhoWaits() throws Exception {
        CompletableFuture<Long> woken = waiting(feed.version());
        feed.stop();
        assertThat(Eventually.result(woken)).isEqualTo(-1);
        assertThat(feed.pause(LONG)).isFalse();
    }

    @Test
    void whatIsForgottenLooksChanged() {
        feed.taskChanged(TASK);
        long seen = feed.version();
        assertThat(feed.version(TASK)).isLessThanOrEqualTo(seen);
        for (int i = 0; i < 5000; i++) {
            feed.taskChanged(new TaskId(10 + i));
        }
        assertThat(feed.version(TASK)).isGreaterThan(seen);
    }
}
