package dev.baton.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.intake.Filed.Reason;
import dev.baton.model.FailureCode;
import dev.baton.model.Role;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.TransientFailure;
import dev.baton.pipeline.PipelineParser;
import dev.baton.pipeline.Presets;
import dev.baton.store.Store;
import dev.baton.store.jdbc.UnsyncedStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIntakeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T21:30:00Z");
    private static final String QUICK = Presets.yaml("quick", "./t.sh");

    @TempDir
    Path folder;

    private final List<String> nudges = new ArrayList<>();
    private Store store;
    private TaskIntake intake;
    private PipelineSource source = project -> new PipelineSource.Text("preset quick", QUICK);

    @BeforeEach
    void open() {
        store = UnsyncedStores.sqlite(folder);
        intake = intake(Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Nested
    class Accepted {
        @Test
        void makesATaskThatStartsInCreated() {
            Task task = created(item("Greet in the language", "In French too."));

            assertThat(task.key()).isEqualTo("SHOP-1");
            assertThat(task.status()).isEqualTo(TaskStatus.LIVE);
            assertThat(task.stage()).isEqualTo(StageId.CREATED);
            assertThat(task.visit()).isZero();
            assertThat(task.branch()).isEqualTo("baton/shop-1-greet-in-the-language");
            assertThat(task.base()).isEqualTo("trunk");
            assertThat(task.createdAt()).isEqualTo(NOW);
            assertThat(task.item().body()).isEqualTo("In French too.");
            assertThat(nudges).containsExactly(task.id() + " ada");
            assertThat(store.<Integer>read(
                            reads -> reads.history().events(task.id(), 0, 10).size()))
                    .isEqualTo(1);
        }

        @Test
        void pinsThePipelineByItsDigest() {
            Task task = created(item("T", ""));

            assertThat(task.pipelineDigest()).isEqualTo(PipelineParser.digest(QUICK));
            Optional<String> kept =
                    store.read(reads -> reads.tasks().pipelineYaml(task.pipelineDigest()));
            assertThat(kept).contains(QUICK);
        }

        @Test
        void takesABodyOfExactlyOneMebibyte() {
            String body = "é".repeat(1 << 19);

            assertThat(created(item("T", body)).item().body()).isEqualTo(body);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "$(rm -rf /) `id` ; & | > < * ? ~ # ' \" \\",
                    "../../../etc/passwd",
                    "Grüße 🎉 你好 👩‍👩‍👧",
                    "'; drop table task; --",
                    "--help",
                    "{{result}} <script>alert(1)</script>"
                })
        void keepsHostileTextAsData(String text) {
            Task task = created(item(text, text));

            assertThat(task.item().title()).isEqualTo(text);
            assertThat(task.item().body()).isEqualTo(text);
            assertThat(task.branch()).matches("baton/shop-1[a-z0-9-]{0,41}");
        }

        @Test
        void foldsNewlinesInATitle() {
            assertThat(created(item(" Greet\r\n\tin  French\n", "a\nb")).item().title())
                    .isEqualTo("Greet in French");
        }

        @Test
        void takesTheOnlyProjectWhereNoneIsNamed() {
            Task task = created(new NewItem(null, "T", null, null, null, "ada", 0));

            assertThat(task.project()).isEqualTo("SHOP");
            assertThat(task.item().body()).isEmpty();
        }
    }

    @Nested
    class Again {
        @Test
        void isTheSameTaskForTheSameSource() {
            Task first = created(from("issue-7"));
            Filed again = intake.file(new NewItem("SHOP", "Other", "x", "issue-7", null, "bob", 3));

            assertThat(again).isEqualTo(new Filed.Existing(first));
            assertThat(created(from("issue-8")).key()).isEqualTo("SHOP-2");
            assertThat(nudges).hasSize(2);
        }

        @Test
        void isKnownEvenWhileThePipelineCannotBeRead() {
            Task first = created(from("issue-7"));
            source = project -> {
                throw new TransientFailure(FailureCode.GIT, "no such remote");
            };

            assertThat(intake.file(from("issue-7"))).isEqualTo(new Filed.Existing(first));
            assertThatThrownBy(() -> intake.file(from("issue-8")))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessage("no such remote");
        }

        @Test
        void isOneTaskHoweverManyDeliveriesRace() throws Exception {
            List<Callable<Filed>> deliveries = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                deliveries.add(() -> intake(Duration.ofHours(1)).file(from("issue-7")));
            }
            List<Filed> answers = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Filed> answer : threads.invokeAll(deliveries)) {
                    answers.add(answer.get());
                }
            }

            assertThat(answers).filteredOn(Filed.Created.class::isInstance).hasSize(1);
            assertThat(answers).filteredOn(Filed.Existing.class::isInstance).hasSize(15);
            assertThat(store.<Integer>read(
                            reads -> reads.tasks().list(null, 100).size()))
                    .isEqualTo(1);
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @ValueSource(strings = {"", "   ", "\n\t\r\n"})
        void refusesAnEmptyTitle(String title) {
            assertRefused(
                    item(title, "x"), "task not filed: title: expected some text, found none");
        }

        @Test
        void refusesALongTitle() {
            assertRefused(
                    item("🎉".repeat(301), ""),
                    "task not filed: title: expected at most 300 characters, found 301. Next: move"
                            + " the rest to the body");
            assertThat(intake.file(item("🎉".repeat(300), ""))).isInstanceOf(Filed.Created.class);
        }

        @ParameterizedTest
        @CsvSource({"0, U+0000", "7, U+0007", "27, U+001B", "127, U+007F", "8238, U+202E"})
        void refusesControlCharactersInATitle(int character, String named) {
            assertRefused(
                    item("a" + Character.toString(character) + "b", ""),
                    "task not filed: title: expected no control characters, found " + named);
        }

        @Test
        void refusesABodyOfMoreThanOneMebibyte() {
            assertRefused(
                    item("T", "é".repeat(1 << 19) + "x"),
                    "task not filed: body: expected at most 1048576 bytes (1 MiB), found 1048577."
                            + " Next: commit the data to the repository and name the file");
        }

        @Test
        void refusesABodyThatIsNoText() {
            assertRefused(
                    item("T", "ab\0c"),
                    "task not filed: body: expected text, found a NUL character at 2");
            assertRefused(
                    item("T", "\ud83c"),
                    "task not filed: body: expected Unicode text, found half a character");
        }

        @Test
        void refusesAPriorityThatIsNone() {
            assertRefused(
                    new NewItem("SHOP", "T", "", null, null, "ada", 1001),
                    "task not filed: priority: expected -1000 to 1000, found 1001");
        }

        @Test
        void refusesAnEmptySourceIdOrAuthor() {
            assertRefused(
                    new NewItem("SHOP", "T", "", " ", null, "ada", 0),
                    "task not filed: source id: expected 1 to 200 characters, found none");
            assertRefused(
                    new NewItem("SHOP", "T", "", null, null, "", 0),
                    "task not filed: author: expected a name, found none");
        }

        @Test
        void namesTheProjectsItKnows() {
            assertThat(intake.file(new NewItem("SHPO", "T", "", null, null, "ada", 0)))
                    .isEqualTo(new Filed.Refused(
                            Reason.UNKNOWN_PROJECT,
                            "task not filed: unknown project 'SHPO'; nearest known project:"
                                    + " 'SHOP'"));
        }

        @Test
        void saysWhatIsWrongWithThePipeline() {
            source = project -> new PipelineSource.Text(
                    ".baton/pipeline.yaml at 3f2a91c", "stages: [{name: a, role: tester}]");

            assertThat(intake.file(item("T", "")))
                    .isEqualTo(new Filed.Refused(
                            Reason.PIPELINE,
                            "task not filed: pipeline: expected no problem, found 1:\n"
                                    + ".baton/pipeline.yaml at 3f2a91c:1: stage 'a': unknown role"
                                    + " 'tester': the project maps it to no agent; known roles:"
                                    + " developer, reviewer"));
        }

        @Test
        void refusesAGateThatTheBackstopWouldKill() {
            assertThat(intake(Duration.ofMinutes(19)).file(item("T", "")))
                    .isEqualTo(new Filed.Refused(
                            Reason.PIPELINE,
                            "task not filed: preset quick: gate 'tests': expected a timeout of at"
                                    + " most 19m (reaper.max-running less finalize-grace), found"
                                    + " 20m"));
        }

        /** A ceiling below what a healthy head needs runs every merge test again. */
        @Test
        void aPipelineThatNeedsLongerAtTheHeadThanItMayStay() {
            TaskIntake shortCeiling = intake(Duration.ofHours(1), Duration.ofMinutes(20));
            assertThat(shortCeiling.file(item("T", "")))
                    .isEqualTo(new Filed.Refused(
                            Reason.PIPELINE,
                            "task not filed: preset quick: gates at the head of the merge queue:"
                                    + " expected timeouts of less than 20m together"
                                    + " (merge-lease.ceiling), found 20m. Next: raise"
                                    + " merge-lease.ceiling"));
        }

        private void assertRefused(NewItem item, String message) {
            assertThat(intake.file(item)).isEqualTo(new Filed.Refused(Reason.INVALID, message));
            assertThat(store.<Integer>read(
                            reads -> reads.tasks().list(null, 100).size()))
                    .isZero();
            assertThat(nudges).isEmpty();
        }
    }

    private TaskIntake intake(Duration timeoutMax) {
        return intake(timeoutMax, null);
    }

    private TaskIntake intake(Duration timeoutMax, @Nullable Duration landingMax) {
        Set<Role> roles = Set.of(new Role("developer"), new Role("reviewer"));
        return new TaskIntake(
                store,
                Map.of(
                        "SHOP",
                        new IntakeProject(
                                "SHOP", "trunk", roles, Set.of("staging"), timeoutMax, landingMax)),
                project -> source.of(project),
                this::nudged,
                InstantSource.fixed(NOW));
    }

    private synchronized void nudged(TaskId task, String actor) {
        nudges.add(task + " " + actor);
    }

    private Task created(NewItem item) {
        Filed filed = intake.file(item);
        assertThat(filed).isInstanceOf(Filed.Created.class);
        return ((Filed.Created) filed).task();
    }

    private static NewItem from(String sourceId) {
        return new NewItem("SHOP", "T", "", sourceId, null, "ada", 0);
    }

    private static NewItem item(String title, @Nullable String body) {
        return new NewItem("SHOP", title, body, null, null, "ada", 0);
    }
}
