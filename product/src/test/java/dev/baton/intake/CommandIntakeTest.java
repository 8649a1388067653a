package dev.baton.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.Command.Kind;
import dev.baton.model.Parking;
import dev.baton.model.Role;
import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.pipeline.PipelineParser;
import dev.baton.pipeline.Presets;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import dev.baton.store.jdbc.UnsyncedStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandIntakeTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-23T21:30:00Z"));
    private static final String QUICK = Presets.yaml("quick", "./t.sh");

    @TempDir
    Path folder;

    private final List<String> nudges = new ArrayList<>();
    private Store store;
    private CommandIntake commands;
    private Task task;

    @BeforeEach
    void file() {
        store = UnsyncedStores.sqlite(folder);
        commands = new CommandIntake(
                store,
                digest -> PipelineParser.parse(digest, QUICK).orFail(),
                (id, actor) -> nudges.add(id + " " + actor),
                CLOCK);
        Set<Role> roles = Set.of(new Role("developer"), new Role("reviewer"));
        TaskIntake intake = new TaskIntake(
                store,
                Map.of(
                        "SHOP",
                        new IntakeProject(
                                "SHOP", "main", roles, Set.of(), Duration.ofHours(1), null)),
                project -> new PipelineSource.Text("preset quick", QUICK),
                (id, actor) -> {},
                CLOCK);
        NewItem item = new NewItem("SHOP", "T", "", null, null, "ada", 0);
        task = ((Filed.Created) intake.file(item)).task();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void storesWhatAPersonDecidedAndNudges() {
        Given given = commands.give(command("c1", Kind.MOVE, "review", null));

        Command stored = new Command(
                "c1",
                task.id(),
                Kind.MOVE,
                new StageId("review"),
                null,
                null,
                "ada",
                0,
                CLOCK.instant());
        assertThat(given).isEqualTo(new Given.Accepted(stored, false));
        assertThat(pending()).containsExactly(stored);
        assertThat(nudges).containsExactly(task.id() + " ada");
    }

    @Test
    void isOneCommandHoweverOftenItComes() {
        Given first = commands.give(command("c1", Kind.STOP, null, null));
        become(TaskStatus.CANCELLING);

        assertThat(commands.give(command("c1", Kind.STOP, null, null)))
                .isEqualTo(new Given.Accepted(((Given.Accepted) first).command(), true));
        assertThat(pending()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSE, PAUSED, LIVE",
        "PAUSE, PARKED, LIVE",
        "PAUSE, CANCELLING, LIVE",
        "RESUME, LIVE, PAUSED or PARKED",
        "RESUME, CANCELLED, PAUSED or PARKED",
        "RETRY, LIVE, PARKED",
        "RETRY, PAUSED, PARKED",
        "STOP, CANCELLING, LIVE or PAUSED or PARKED",
        "STOP, DONE, LIVE or PAUSED or PARKED",
        "APPROVE, DONE, LIVE or PAUSED or PARKED",
        "REJECT, CANCELLED, LIVE or PAUSED or PARKED",
        "MOVE, CANCELLING, LIVE or PAUSED or PARKED"
    })
    void refusesWhatTheStatusDoesNotAllow(Kind kind, TaskStatus status, String allowed) {
        become(status);

        assertConflict(
                command("c1", kind, "review", null),
                kind.name().toLowerCase(Locale.ROOT) + " SHOP-1: expected a task that is " + allowed
                        + ", found it " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSE, LIVE",
        "RESUME, PAUSED",
        "RESUME, PARKED",
        "RETRY, PARKED",
        "STOP, LIVE",
        "STOP, PAUSED",
        "STOP, PARKED",
        "MOVE, PARKED",
        "APPROVE, PAUSED",
        "REJECT, LIVE"
    })
    void acceptsWhatTheStatusAllows(Kind kind, TaskStatus status) {
        become(status);
        head();

        String stage = kind == Kind.MOVE ? "review" : null;
        String text = kind == Kind.APPROVE || kind == Kind.REJECT ? "because" : null;
        assertThat(commands.give(command("c1", kind, stage, text)))
                .isInstanceOf(Given.Accepted.class);
    }

    @Test
    void refusesWhatTheCommandHasNoUseFor() {
        assertConflict(
                command("c1", Kind.PAUSE, "review", null),
                "pause SHOP-1: expected no stage, found one");
        assertConflict(
                command("c2", Kind.MOVE, "review", "because"),
                "move SHOP-1: expected no text, found one");
    }

    @Test
    void refusesAMoveToAStageThatIsNotThere() {
        assertConflict(
                command("c1", Kind.MOVE, "reveiw", null),
                "move SHOP-1: unknown stage 'reveiw'; nearest known stage: 'review'");
        assertConflict(
                command("c2", Kind.MOVE, "done", null),
                "move SHOP-1: unknown stage 'done'; known stages: development, merge, review");
        assertConflict(
                command("c3", Kind.MOVE, null, null),
                "move SHOP-1: expected a stage, found none; stages: development, review, merge");
    }

    @Test
    void refusesAWordAboutACommitThatIsNotThere() {
        assertConflict(
                command("c1", Kind.APPROVE, null, "fine"),
                "approve SHOP-1: expected a task with a commit, found none: its first agent has not"
                        + " ended yet");
    }

    @Test
    void anApprovalIsAboutWhatWasShown() {
        head();
        assertConflict(
                new NewCommand("c1", "SHOP-1", Kind.APPROVE, null, null, "ab".repeat(32), "anna"),
                "approve SHOP-1: expected your word for the head, found it for changes"
                        + " abababababab: the task has moved on");
        assertThat(commands.give(
                        new NewCommand("c2", "SHOP-1", Kind.APPROVE, null, null, "", "anna")))
                .isInstanceOf(Given.Accepted.class);
    }

    @Test
    void refusesATextThatIsTooLongOrNone() {
        head();

        assertConflict(
                command("c1", Kind.REJECT, null, "x".repeat(10_001)),
                "reject SHOP-1: expected a text of at most 10000 characters, found 10001");
        assertConflict(
                command("c2", Kind.REJECT, null, "a\0b"),
                "reject SHOP-1: text: expected text, found a NUL character at 1");
    }

    @Test
    void saysThatThereIsNoSuchTask() {
        NewCommand command = new NewCommand("c1", "SHOP-99", Kind.STOP, null, null, "ada");

        assertThat(commands.give(command))
                .isEqualTo(new Given.NotFound(
                        "stop SHOP-99: expected a task, found none. Next: baton task list"));
    }

    private void assertConflict(NewCommand command, String message) {
        assertThat(commands.give(command)).isEqualTo(new Given.Conflict(message));
        assertThat(pending()).isEmpty();
        assertThat(nudges).isEmpty();
    }

    private List<Command> pending() {
        return store.read(reads -> reads.history().pending(task.id()));
    }

    private static NewCommand command(
            String id, Kind kind, @Nullable String stage, @Nullable String text) {
        return new NewCommand(id, "SHOP-1", kind, stage, text, "ada");
    }

    private void become(TaskStatus status) {
        if (status == TaskStatus.LIVE) {
            return;
        }
        Parking parking = status == TaskStatus.PARKED ? new Parking("ada", "test") : null;
        write(tx -> status == TaskStatus.DONE
                ? tx.tasks()
                        .enter(
                                new Edge(task.id(), task.epoch(), task.stage(), StageId.DONE),
                                false,
                                TaskStatus.DONE,
                                CLOCK.instant())
                : tx.tasks().become(task.id(), task.epoch(), status, parking, CLOCK.instant()));
    }

    private void head() {
        write(tx -> {
            tx.tasks().head(task.id(), new Sha("b".repeat(40)), new Sha("a".repeat(40)));
            return true;
        });
    }

    private void write(Predicate<Tx> work) {
        WriteResult<Boolean> result =
                store.write("arrange", tx -> work.test(tx) ? Step.commit(true) : Step.lost("no"));
        assertThat(result).isInstanceOf(WriteResult.Committed.class);
    }
}
