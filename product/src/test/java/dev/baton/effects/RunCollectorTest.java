package dev.baton.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Collector;
import dev.baton.engine.Collector.Collected;
import dev.baton.engine.Collector.Named;
import dev.baton.engine.Launcher;
import dev.baton.git.GitWorld;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Evidence;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.runs.LaunchSpec;
import dev.baton.workspace.Prepared;
import dev.baton.workspace.WorkspaceWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCollectorTest {
    private static final String UNIT = "shop-1-v1-developer-1";

    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;
    private Task task;
    private Prepared prepared;
    private Path log;
    private Launcher.Stopped stopped = new Launcher.Ended(0);
    private Evidence.DeployStatus status =
            new Evidence.DeployStatus(DeployAnswer.UNKNOWN, "nobody to ask");

    @BeforeEach
    void aRun() {
        ws = new WorkspaceWorld(root);
        world = ws.world;
        task = WorkspaceWorld.task();
        prepared = ws.prepare(task);
        ws.begin(task, prepared, UNIT);
        log = root.resolve("log");
    }

    private Collector collector() {
        return Effects.collector(
                run -> stopped,
                ws.outFiles,
                ws.reader,
                run -> prepared.baseSha(),
                run -> log,
                run -> status,
                text -> text.replace("s3cret", "***"));
    }

    @Test
    void anAgentsCommitsAndFilesAreEvidenceAtTheNewHead() {
        Sha head = new Sha(world.commit(prepared.folder(), "work", "x", "work"));
        GitWorld.write(ws.handovers.out(UNIT).resolve("review.md"), "verdict: approved");
        Collected collected =
                collector().collect(task, WorkspaceWorld.DEVELOPMENT, Runs.agent(UNIT));
        assertThat(collected)
                .isEqualTo(new Collected(
                        head,
                        prepared.baseSha(),
                        List.of(
                                new Named(
                                        "work",
                                        head,
                                        new Evidence.Work(
                                                prepared.head(), head, List.of("work"), List.of())),
                                new Named(
                                        "out:.baton/out/review.md",
                                        head,
                                        new Evidence.OutFile(
                                                ".baton/out/review.md",
                                                "verdict: approved",
                                                null)))));
        assertThat(collector().collect(task, WorkspaceWorld.DEVELOPMENT, Runs.agent(UNIT)))
                .as("again")
                .isEqualTo(collected);
    }

    @Test
    void aStageThatDoesNotPushMovesNoHead() {
        world.commit(prepared.folder(), "work", "x", "a reviewer's");
        Collected collected = collector().collect(task, WorkspaceWorld.REVIEW, Runs.agent(UNIT));
        assertThat(collected.head()).isNull();
        assertThat(collected.baseSha()).isNull();
        assertThat(collected.evidence().getFirst())
                .isEqualTo(new Named(
                        "work",
                        prepared.head(),
                        new Evidence.Work(prepared.head(), prepared.head(), List.of(), List.of())));
    }

    @Test
    void whatAnAgentHadToCommitIsNamed() {
        world.sh(prepared.folder(), "echo x >README");
        ws.end(task, WorkspaceWorld.DEVELOPMENT_AGENT_COMMITS, prepared, UNIT);
        Collected collected = collector()
                .collect(task, WorkspaceWorld.DEVELOPMENT_AGENT_COMMITS, Runs.agent(UNIT));
        assertThat(((Evidence.Work) collected.evidence().getFirst().evidence()).uncommitted())
                .containsExactly("README");
    }

    @Test
    void nothingIsTakenWhileSomethingOfTheRunMayLive() {
        stopped = new Launcher.Alive("process 7");
        assertThatThrownBy(() ->
                        collector().collect(task, WorkspaceWorld.DEVELOPMENT, Runs.agent(UNIT)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("run " + UNIT + ": expected nothing of it alive")
                .hasMessageContaining("process 7");
    }

    @Test
    void aCloneThatItsPrologueCouldNotMendIsRenewed() {
        Sha head = new Sha(world.commit(prepared.folder(), "work", "x", "work"));
        Collected collected = collector()
                .collect(task, WorkspaceWorld.DEVELOPMENT, Runs.agent(UNIT, LaunchSpec.NOT_RUN));
        assertThat(collected.head()).isEqualTo(head);
        assertThat(prepared.folder()).doesNotExist();
        assertThat(ws.prepare(WorkspaceWorld.task("SHOP-1", 1, head, "t")).folder())
                .isDirectory();
    }

    @Test
    void aCommandsEndCarriesTheEndOfItsLogRedacted() {
        GitWorld.write(
                log,
                IntStream.range(0, 300).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"))
                        + "\ntoken s3cret\n");
        Collected collected = collector()
                .collect(
                        task,
                        WorkspaceWorld.DEVELOPMENT,
                        Runs.gate("shop-1-v1-tests-1", RunState.EXITED, 1));
        assertThat(collected.head()).isNull();
        Named named = collected.evidence().getFirst();
        assertThat(named.name()).isEqualTo("tests");
        assertThat(named.subject()).isEqualTo(prepared.baseSha());
        Evidence.CommandEnd end = (Evidence.CommandEnd) named.evidence();
        assertThat(end.exitCode()).isEqualTo(1);
        assertThat(end.logTail().lines()).hasSize(100).last().isEqualTo("token ***");
        assertThat(end.logTail()).startsWith("line 201\n");
    }

    @Test
    void whatAnAgentWroteIsStoredRedacted() {
        world.commit(prepared.folder(), "work", "x", "work");
        GitWorld.write(
                ws.handovers.out(UNIT).resolve("review.md"), "verdict: approved\ntoken s3cret");

        Collected collected =
                collector().collect(task, WorkspaceWorld.DEVELOPMENT, Runs.agent(UNIT));

        assertThat(collected.evidence().stream().map(Named::evidence))
                .contains(new Evidence.OutFile(
                        ".baton/out/review.md", "verdict: approved\ntoken ***", null));
    }

    @Test
    void aLogOfOneEndlessLineIsCut() throws IOException {
        Files.writeString(log, "x".repeat(5_000_000));
        Evidence.CommandEnd end = (Evidence.CommandEnd) collector()
                .collect(task, WorkspaceWorld.DEVELOPMENT, Runs.gate("u", RunState.TIMED_OUT, null))
                .evidence()
                .getFirst()
                .evidence();
        assertThat(end.logTail()).hasSize(16 * 1024);
        assertThat(end.state()).isEqualTo(RunState.TIMED_OUT);
    }

    @Test
    void aLogThatIsALinkOrMissingIsNotRead() throws IOException {
        GitWorld.write(root.resolve("token"), "hush");
        Files.createSymbolicLink(log, root.resolve("token"));
        Evidence.CommandEnd end = (Evidence.CommandEnd) collector()
                .collect(task, WorkspaceWorld.DEVELOPMENT, Runs.gate("u", RunState.LOST, null))
                .evidence()
                .getFirst()
                .evidence();
        assertThat(end.logTail()).isEqualTo("(no log)");
    }
}
