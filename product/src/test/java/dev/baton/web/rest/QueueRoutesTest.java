package dev.baton.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.api.QueueView;
import dev.baton.model.Owner;
import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.web.WebFixture;
import dev.baton.web.WebSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueRoutesTest {
    private static final WebSettings ANY = new WebSettings("127.0.0.1", 0);

    @TempDir
    Path data;

    @Test
    void theEmptyPageIsPinned() {
        try (WebFixture web = new WebFixture(data)) {
            String page = web.get("/queue").body();
            assertThat(page).isEqualTo("""
                    {"jobs":{"queued":0,"running":0,"oldest_seconds":0},\
                    "reaper":{"enabled":false,"interval":null,"last_run_ts":null,"tick_millis":0,\
                    "reaped_total":0,"reaped_by_tier":{"1":0,"2":0,"3":0},"last_reaped":null,\
                    "lease_reclaimed_total":0,"finalizer_liveness_enabled":false,\
                    "finalizer_defers_total":0,"finalizer_owned":{"active":0,"jobs":[]},\
                    "breaker":null},\
                    "transition_lease":{"enabled":true,"projects":null,"held":[],\
                    "stale_reclaims_total":0,"forced_total":0},\
                    "merge_lease":{"reclaim_enabled":true,"projects":null,"ceiling":"1h",\
                    "age_up":"30m","held":[],"waiting":[],"holds":[],"reclaimed_total":0},\
                    "reconciler":{"enabled":false,"interval":null,"last_run_ts":null,\
                    "tick_millis":0},\
                    "verifier":{"enabled":false,"interval":null,"last_run_ts":null,\
                    "tick_millis":0},\
                    "outbox":{"enabled":false,"waiting":0,"sent_total":0,"failed_total":0}}
                    """);
            assertThat(web.get("/api/v1/queue").body()).isEqualTo(page);
        }
    }

    @Test
    void showsOwnersQueuesAndWaitingJobs() {
        try (WebFixture web = new WebFixture(data)) {
            Task first = web.insert("First", "", null);
            Task second = web.insert("Second", "", null);
            web.write(tx -> tx.tasks()
                    .acquire(
                            first.id(),
                            0,
                            new Owner(incarnation(tx), 4, "scan", "merge", WebFixture.NOW)));
            web.write(tx -> {
                tx.queue().join(place(first));
                tx.queue().join(place(second));
                return true;
            });
            assertThat(web.get("/api/v1/transition-lease").body()).contains("""
                    "held":[{"task":"SHOP-1","incarnation":1,"activity":4,"actor":"scan",\
                    "step":"merge","epoch":1,"since":"2026-11-23T21:30:00Z"}]""");
            assertThat(web.get("/api/v1/merge-lease").body()).contains("""
                    "held":[{"project":"SHOP","base":"main","task":"SHOP-1","visit":1,\
                    "since":"2026-11-23T21:30:00Z","watched_seconds":0,"demotions":0,\
                    "overdue":false}],\
                    "waiting":[{"project":"SHOP","base":"main","task":"SHOP-2","visit":1,\
                    "priority":0,"raised":0,"position":1,"joined_at":"2026-11-23T21:30:00Z",\
                    "watched_seconds":0}]""");
        }
    }

    private static long incarnation(dev.baton.store.Tx tx) {
        return tx.tasks()
                .startIncarnation(
                        "host", new dev.baton.model.ProcessIdentity(1, 2, "boot"), WebFixture.NOW);
    }

    private static QueuePlace place(Task task) {
        return new QueuePlace("SHOP", "main", task.id(), 1, 0, WebFixture.NOW, null);
    }

    @Test
    void aBlockThatFailsIsAnErrorAndTheRestStays() {
        QueueParts broken = new QueueParts(
                () -> {
                    throw new IllegalStateException("reaper: no figures");
                },
                () -> QueueView.Actor.ABSENT,
                () -> QueueView.Actor.ABSENT,
                () -> QueueView.Outbox.ABSENT,
                QueueParts.Protection.EVERYWHERE,
                () -> 0,
                () -> 0);
        try (WebFixture web = new WebFixture(data, ANY, broken)) {
            assertThat(web.get("/queue").statusCode()).isEqualTo(200);
            assertThat(web.get("/queue").body())
                    .contains(
                            "\"jobs\":{\"queued\":0",
                            "\"reaper\":{\"error\":\"reaper: no figures\"}",
                            "\"outbox\":{\"enabled\":false");
        }
    }

    @Test
    void saysWhereOwnersAreProtected() {
        QueueParts absent = QueueParts.ABSENT;
        QueueParts parts = new QueueParts(
                absent.reaper(),
                absent.reconciler(),
                absent.verifier(),
                absent.outbox(),
                new QueueParts.Protection(false, List.of("SHOP")),
                absent.takeovers(),
                absent.forced());
        try (WebFixture web = new WebFixture(data, ANY, parts)) {
            assertThat(web.get("/api/v1/transition-lease").body())
                    .startsWith("{\"enabled\":false,\"projects\":[\"SHOP\"]");
        }
    }
}
