package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.jobs.DispatcherSettings.AgentLimit;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.TaskId;
import dev.baton.store.WorkReads.Slot;
import dev.baton.store.WorkReads.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets a slot. */
class RoomTest {
    private static final AgentLimit CLAUDE = new AgentLimit("claude", 1);

    private long id;

    private Waiting waiting(String project, JobKind kind, String name, int priority) {
        Job job = new Job(
                ++id,
                new TaskId(id),
                1,
                kind,
                name,
                null,
                JobStatus.QUEUED,
                0,
                2,
                0,
                null,
                Instant.EPOCH,
                priority);
        return new Waiting(job, project, project + "-" + id);
    }

    private Waiting agent(String project) {
        return waiting(project, JobKind.AGENT, "developer", 0);
    }

    private static List<String> granted(Room room, List<Waiting> waiting) {
        List<Waiting> left = new ArrayList<>(waiting);
        List<String> granted = new ArrayList<>();
        for (var next = room.next(left); next.isPresent(); next = room.next(left)) {
            granted.add(next.get().taskKey());
            room.take(next.get());
            left.remove(next.get());
        }
        return granted;
    }

    private static Room room(DispatcherSettings settings, Slot... taken) {
        return new Room(settings, List.of(taken));
    }

    @Test
    void goesToWhoCameFirstWithinAProject() {
        assertThat(granted(
                        room(new DispatcherSettings(2, 2, Map.of())),
                        List.of(agent("A"), agent("A"), agent("A"))))
                .containsExactly("A-1", "A-2");
    }

    @Test
    void goesToTheProjectThatHasTheFewest() {
        Slot held = new Slot(9, JobKind.AGENT, "A", "developer");
        assertThat(granted(
                        room(new DispatcherSettings(4, 2, Map.of()), held),
                        List.of(agent("A"), agent("A"), agent("A"), agent("B"), agent("B"))))
                .containsExactly("B-4", "A-1", "B-5");
    }

    @Test
    void aHigherPriorityComesBeforeFairness() {
        Slot held = new Slot(9, JobKind.AGENT, "A", "developer");
        Waiting urgent = waiting("A", JobKind.AGENT, "developer", 5);
        assertThat(granted(
                        room(new DispatcherSettings(2, 2, Map.of()), held),
                        List.of(urgent, agent("B"))))
                .containsExactly("A-1");
    }

    @Test
    void keepsTheLimitsOfServerProjectAndKind() {
        Map<String, Integer> one = Map.of("A", 1);
        Waiting gate = waiting("A", JobKind.GATE, "tests", 0);
        Waiting build = waiting("A", JobKind.BUILD, "image", 0);
        assertThat(granted(
                        room(new DispatcherSettings(3, 1, one)),
                        List.of(gate, build, agent("A"), agent("A"), agent("B"))))
                .containsExactlyInAnyOrder("A-1", "A-3", "B-5");
    }

    @Test
    void aRollbackWaitsForNobody() {
        Slot tests = new Slot(9, JobKind.GATE, "A", "tests");
        Waiting urgent = waiting("A", JobKind.GATE, "tests", 9);
        Waiting deploy = waiting("A", JobKind.DEPLOY, "deploy-rollback-1", 0);
        Waiting rollback = waiting("A", JobKind.DEPLOY, "rollback-production", 0);
        assertThat(granted(
                        room(new DispatcherSettings(2, 1, Map.of()), tests),
                        List.of(urgent, deploy, rollback)))
                .containsExactly("A-3");
    }

    /** One subscription, used by two projects and two roles. */
    @Test
    void keepsTheLimitOfAnAgentAcrossProjectsAndRoles() {
        DispatcherSettings settings = new DispatcherSettings(
                4,
                2,
                Map.of(),
                Map.of(
                        "A", Map.of("developer", CLAUDE, "reviewer", new AgentLimit("other", 1)),
                        "B", Map.of("reviewer", CLAUDE)));
        Waiting reviewer = waiting("B", JobKind.AGENT, "reviewer", 0);
        Waiting other = waiting("A", JobKind.AGENT, "reviewer", 0);
        Waiting free = waiting("B", JobKind.AGENT, "developer", 0);
        assertThat(granted(
                        room(settings, new Slot(9, JobKind.AGENT, "A", "developer")),
                        List.of(agent("A"), reviewer, other, free)))
                .containsExactlyInAnyOrder("A-2", "B-3");
        assertThat(granted(room(settings), List.of(reviewer, agent("A")))).containsExactly("B-1");
    }
}
