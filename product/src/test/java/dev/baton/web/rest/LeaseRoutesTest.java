package dev.baton.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Activities;
import dev.baton.model.Event;
import dev.baton.model.Owner;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Task;
import dev.baton.web.WebFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseRoutesTest {
    private static final String RELEASE = "/transition-lease/release?work_item=";

    @TempDir
    Path data;

    private WebFixture web;

    @BeforeEach
    void start() {
        web = new WebFixture(data);
        web.insert("Greet", "", null);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private Task held(long activity) {
        Task task = web.task("SHOP-1");
        web.write(tx -> tx.tasks()
                .acquire(
                        task.id(),
                        task.epoch(),
                        new Owner(
                                tx.tasks()
                                        .startIncarnation(
                                                "host",
                                                new ProcessIdentity(1, 2, "boot"),
                                                WebFixture.NOW),
                                activity,
                                "scan",
                                "Perform",
                                WebFixture.NOW)));
        return web.task("SHOP-1");
    }

    /** Whoever is living at incarnation 1, as the only owner. */
    private Task ownedBy(Activities activity) {
        Task task = web.task("SHOP-1");
        web.write(tx -> tx.tasks()
                .acquire(
                        task.id(),
                        task.epoch(),
                        new Owner(1, activity.id(), "scan", "Perform", WebFixture.NOW)));
        return web.task("SHOP-1");
    }

    private int as(String role, String path) {
        return web.send(web.to(path)
                        .header("Authorization", "Bearer token-of-" + role + "-0000")
                        .POST(BodyPublishers.noBody()))
                .statusCode();
    }

    @Test
    void answersWhoHeldItAndSinceWhen() {
        Task before = held(4);
        assertThat(web.post(RELEASE + "SHOP-1", "").body()).isEqualTo("""
                {"task":"SHOP-1","released":{"task":"SHOP-1","incarnation":1,"activity":4,\
                "actor":"scan","step":"Perform","epoch":1,"since":"2026-11-23T21:30:00Z"},\
                "epoch":2}
                """);
        assertThat(web.task("SHOP-1").owner()).isNull();
        List<Event> newest = web.store.read(r -> r.history().newest(before.id(), 1));
        assertThat(newest).singleElement().satisfies(event -> {
            assertThat(event.transition()).isTrue();
            assertThat(event.epoch()).isEqualTo(2);
            assertThat(event.actor()).isEqualTo("admin");
            assertThat(event.type()).isEqualTo("released");
            assertThat(event.data())
                    .isEqualTo("from activity 4 of incarnation 1 (scan, at Perform):"
                            + " released by a person");
        });
    }

    /** The one who is shown and the one who is released must be the same. */
    @Test
    void touchesNoEpochOtherThanTheOneSeen() {
        Task shown = held(4);
        Task newer = held(5);
        var refused = web.post("/api/v1" + RELEASE + "SHOP-1&epoch=" + shown.epoch(), "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("expected epoch 1, found 2, held by scan");
        assertThat(web.task("SHOP-1")).isEqualTo(newer);
        assertThat(web.post(RELEASE + "SHOP-1&epoch=" + newer.epoch(), "").statusCode())
                .isEqualTo(200);
    }

    /** It could be done for ever, and the task would never get a step done. */
    @Test
    void theOwnerAfterAReleaseIsLeftAloneForItsTime() throws InterruptedException {
        held(4);
        Duration timeout = Duration.ofMinutes(5);
        try (var first = Activities.begin(web.living, web.task("SHOP-1").id(), timeout);
                var next = Activities.begin(web.living, web.task("SHOP-1").id(), timeout)) {
            ownedBy(first);
            assertThat(web.post(RELEASE + "SHOP-1", "").statusCode()).isEqualTo(200);
            first.awaitInterrupt();
            Task protectedTask = ownedBy(next);

            var refused = web.post(RELEASE + "SHOP-1", "");

            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).isEqualTo("""
                    {"error":{"code":"refused","message":"release SHOP-1: expected that a step\
                     ended since 2026-11-23T21:30:00Z, when admin released it, found activity %d\
                     of incarnation 1 (scan) still at it. It may be released again from\
                     2026-11-23T21:35:31Z on, or once that step ended","next":"./baton explain\
                     SHOP-1"}}
                    """.formatted(next.id()));
            assertThat(web.task("SHOP-1")).isEqualTo(protectedTask);
            assertThat(next.interrupted()).isFalse();
        }
    }

    @Test
    void refusesInTheOrderOfTheContract() {
        held(4);
        assertThat(web.send(web.to(RELEASE + "NO-9").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(as("VIEWER", RELEASE + "NO-9")).isEqualTo(403);
        assertThat(as("APPROVER", RELEASE + "SHOP-1")).isEqualTo(403);
        assertThat(as("OPERATOR", RELEASE + "NO-9")).isEqualTo(404);
        assertThat(as("OPERATOR", RELEASE + "SHOP-1&epoch=x")).isEqualTo(400);
        assertThat(as("OPERATOR", RELEASE + "SHOP-1")).isEqualTo(200);
        assertThat(as("OPERATOR", RELEASE + "SHOP-1")).isEqualTo(409);
        assertThat(as("OPERATOR", "/transition-lease/release")).isEqualTo(400);
    }

    @Test
    void aRoleMayDoWhatTheContractSaysAndNoMore() {
        String task = "/api/v1/tasks/SHOP-1/";
        assertThat(as("VIEWER", task + "approve")).isEqualTo(403);
        assertThat(as("APPROVER", task + "approve")).isEqualTo(202);
        assertThat(as("APPROVER", task + "stop")).isEqualTo(403);
        assertThat(as("OPERATOR", task + "stop")).isEqualTo(202);
        assertThat(as("NOBODY", task + "approve")).isEqualTo(401);
    }
}
