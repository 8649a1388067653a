package dev.baton.runs.process;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.RunUnit;
import dev.baton.runs.RunUnit.Dead;
import dev.baton.runs.RunUnit.Ended;
import dev.baton.runs.RunUnit.Gone;
import dev.baton.runs.RunUnit.Poisoned;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KillTest {
    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void endsAgentAndSupervisorAndLeavesNoExitFile() {
        ProcessIdentity identity = bench.launch(bench.shell("u1", "echo $$ >pid; exec sleep 60"));
        long agent = bench.pid("pid");

        assertThat(bench.units.kill("u1", identity)).isEqualTo(new Dead());

        assertThat(bench.lives(agent)).isFalse();
        assertThat(bench.lives(identity.pid())).isFalse();
        assertThat(bench.units.observe("u1")).isInstanceOf(Gone.class);
    }

    @Test
    void asksBeforeItForces() {
        bench.launch(bench.shell(
                "u1",
                "trap 'echo bye >bye; exit 0' TERM; echo x >up; while :; do sleep 0.05; done"));
        bench.line("up");

        assertThat(bench.units.kill("u1", null)).isEqualTo(new Dead());

        assertThat(bench.line("bye")).isEqualTo("bye");
    }

    @Test
    void forcesWhoDoesNotListen() {
        bench.launch(bench.shell(
                "u1", "trap '' TERM INT HUP; echo $$ >pid; while :; do sleep 0.05; done"));
        long agent = bench.pid("pid");

        assertThat(bench.units.kill("u1", null)).isEqualTo(new Dead());

        assertThat(bench.lives(agent)).isFalse();
    }

    @Test
    void findsWhoLeftTheGroupTheSessionOrTheTag() {
        bench.launch(bench.shell(
                "u1",
                "setsid sh -c 'echo $$ >escaped; exec sleep 60' &"
                        + " env -i /bin/sh -c 'echo $$ >untagged; exec sleep 60' &"
                        + " (env -i timeout 60 sh -c 'echo $$ >regrouped; exec sleep 60' &) ;"
                        + " (setsid setsid sh -c 'echo $$ >orphan; exec sleep 60' &) ;"
                        + " wait"));
        List<Long> all = List.of(
                bench.pid("escaped"),
                bench.pid("untagged"),
                bench.pid("regrouped"),
                bench.pid("orphan"));

        assertThat(bench.units.kill("u1", null)).isEqualTo(new Dead());

        assertThat(all).noneMatch(bench::lives);
    }

    @Test
    void endsAGroupThatKeepsForking() {
        bench.launch(
                bench.shell("u1", "trap '' TERM; echo x >up; while :; do sleep 0.01 & wait; done"));
        bench.line("up");

        assertThat(bench.units.kill("u1", null)).isEqualTo(new Dead());
    }

    @Test
    void keepsTheCodeOfARunThatHadEnded() {
        bench.run(bench.shell("u1", "exit 3"));

        assertThat(bench.units.kill("u1", null)).isEqualTo(new Ended(3));
        assertThat(bench.units.kill("u1", null)).isEqualTo(new Ended(3));
    }

    @Test
    void letsTheEpilogueKeepWhatWasMade() {
        bench.launch(Bench.with(
                bench.shell("u1", "echo x >up; exec sleep 60"), "", "sleep 0.2; echo $1 >kept"));
        bench.line("up");

        assertThat(bench.units.kill("u1", null)).isEqualTo(new Dead());

        assertThat(bench.line("kept")).isEqualTo("143");
    }

    @Test
    void poisonsWhatNeverStarted() {
        assertThat(bench.units.kill("u1", null)).isEqualTo(new Dead());

        assertThat(bench.units.observe("u1")).isEqualTo(new Poisoned());
        assertThat(bench.units.launch(bench.shell("u1", "touch ran")))
                .isInstanceOf(RunUnit.Refused.class);
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void endsAnAgentThatLostItsSupervisor() {
        ProcessIdentity identity = bench.launch(bench.shell("u1", "echo $$ >pid; exec sleep 60"));
        long agent = bench.pid("pid");
        bench.kill(identity.pid());

        assertThat(bench.units.kill("u1", identity)).isEqualTo(new Dead());

        assertThat(bench.lives(agent)).isFalse();
    }

    @Test
    void touchesNobodyElse() {
        bench.launch(bench.shell("u1", "exec sleep 60"));
        ProcessIdentity other = bench.launch(bench.shell("u1.2", "exec sleep 60"));
        ProcessIdentity another = bench.launch(bench.shell("u", "exec sleep 60"));

        assertThat(bench.units.kill("u1", null)).isEqualTo(new Dead());

        assertThat(bench.processes.alive(other)).isTrue();
        assertThat(bench.processes.alive(another)).isTrue();
    }

    /** The database's identity may be of a process long gone, whose pid somebody else has now. */
    @Test
    void doesNotBelieveAPidAlone() {
        ProcessIdentity innocent = bench.launch(bench.shell("innocent", "exec sleep 60"));
        var stale = new ProcessIdentity(innocent.pid(), innocent.start() - 1, innocent.osBootId());

        assertThat(bench.units.kill("u1", stale)).isEqualTo(new Dead());

        assertThat(bench.processes.alive(innocent)).isTrue();
    }

    @Test
    void noticesAfterTheKill() {
        bench.launch(bench.shell("u1", "exec sleep 60"));
        var noticed = new java.util.concurrent.atomic.AtomicBoolean();
        bench.units.onExit("u1", () -> noticed.set(true));

        bench.units.kill("u1", null);

        await().untilTrue(noticed);
    }
}
