package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Notice;
import dev.baton.model.Run;
import dev.baton.notify.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutboxTest {
    @TempDir
    Path folder;

    private final Listener one = new Listener("one");
    private final Listener two = new Listener("two");
    private Instant now = RunWorld.NOW;
    private RunWorld world;
    private Run run;
    private Outbox outbox;

    /** Remembers what it was told; answers as the test says. */
    private static final class Listener implements Channel {
        private final String name;
        private final List<String> told = new ArrayList<>();
        private final Map<String, Sent> answers = new HashMap<>();
        private boolean broken;

        Listener(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean wants(Notice notice) {
            return !notice.kind().equals("noise");
        }

        @Override
        public Sent send(Notice notice) {
            if (broken) {
                throw new IllegalStateException("broken channel");
            }
            told.add(notice.text());
            return answers.getOrDefault(notice.text(), new Delivered());
        }
    }

    @BeforeEach
    void open() {
        world = new RunWorld(folder);
        run = world.running("u1");
        outbox = new Outbox(world.store, List.of(one, two), () -> now);
        tick();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void tick() {
        outbox.runOnce(Duration.ZERO);
    }

    private void say(String kind, String text) {
        world.commit(tx -> {
            tx.outbox().post(run.task(), 1, kind, text, now);
            return true;
        });
    }

    @Test
    void tellsEachChannelEverythingOnceAndInOrderAlsoAcrossARestart() {
        say("alert", "a");
        say("noise", "b");
        say("parked", "c");
        tick();
        outbox = new Outbox(world.store, List.of(one, two), () -> now);
        tick();
        assertThat(one.told).containsExactly("a", "c");
        assertThat(two.told).containsExactly("a", "c");
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void aChannelThatDoesNotAnswerHoldsUpNoOtherAndIsTriedAgainLater() {
        one.answers.put("a", new Channel.Later("connection refused"));
        say("alert", "a");
        say("alert", "b");
        tick();
        assertThat(one.told).containsExactly("a");
        assertThat(two.told).containsExactly("a", "b");
        assertThat(outbox.waiting()).isEqualTo(2);

        tick();
        assertThat(one.told).as("the bad one is passed over").containsExactly("a", "b");

        one.answers.clear();
        now = now.plus(Outbox.backoff(1));
        tick();
        assertThat(one.told).containsExactly("a", "b", "a");
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void whatIsRefusedForGoodIsNotToldAgain() {
        one.answers.put("a", new Channel.Refused("expected 2xx, found 410"));
        say("alert", "a");
        say("alert", "b");
        tick();
        now = now.plus(Duration.ofDays(30));
        tick();
        assertThat(one.told).containsExactly("a", "b");
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void aBrokenChannelKeepsNoneOfTheOthersFromItsTurn() {
        one.broken = true;
        say("alert", "a");
        tick();
        assertThat(two.told).containsExactly("a");
        assertThat(outbox.waiting()).isEqualTo(1);
    }

    @Test
    void theSameAlertOfAVisitIsSaidOnce() {
        Alerts alerts = new Alerts(world.store, () -> now);
        alerts.raise(run.task(), "6 of 10 runs seem dead");
        alerts.raise(run.task(), "6 of 10 runs seem dead");
        alerts.raise(run.task(), "7 of 10 runs seem dead");
        tick();
        assertThat(one.told).containsExactly("6 of 10 runs seem dead", "7 of 10 runs seem dead");
    }
}
