package dev.baton.setup;

import static dev.baton.setup.Shell.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.ServerSettings;
import dev.baton.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What doctor tries out: tests at the base, a push, agents' versions; and the take-over. */
class DoctorTrialTest {
    @TempDir
    Path temp;

    private Path shop;
    private Here here;
    private final FakeFolders folders = new FakeFolders();

    /** A data folder that belongs to whom the test says. */
    private static final class FakeFolders implements DataFolders {
        private Standing standing = new Nobodys();
        private int taken;

        @Override
        public Standing look(ServerSettings server) {
            return standing;
        }

        @Override
        public Taken takeOver(Settings settings, Foreign from) {
            taken++;
            standing = new Ours(from.ours());
            return new Taken(3, 2, 1);
        }

        @Override
        public Move move(Settings settings) {
            return new Stays(settings.server().data());
        }
    }

    @BeforeEach
    void makeAProject() throws IOException {
        temp = temp.toRealPath();
        here = new Here(temp).with("TMPDIR", temp.toString());
        Path seed = Files.createDirectories(temp.resolve("seed"));
        git(seed, "init", "-q", "-b", "main");
        script(seed.resolve("test.sh"), "echo ran in $PWD with BATON=$BATON_TOKEN");
        git(seed, "add", "-A");
        git(seed, "commit", "-q", "-m", "first");
        shop = temp.resolve("shop.git");
        git(temp, "clone", "-q", "--bare", "seed", "shop.git");
        script(temp.resolve("agent.sh"), "exit 1");
        settings("./test.sh", "./agent.sh");
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void settings(String test, String agent) throws IOException {
        Files.writeString(temp.resolve("baton.yaml"), """
                server: {listen: "127.0.0.1:0", data: ./data}
                agents:
                  dev: {profile: command, command: ["%s"]}
                projects:
                  SHOP:
                    repository: ./shop.git
                    test: "%s"
                    pipeline: quick
                    agents: {developer: dev, reviewer: dev}
                """.formatted(agent, test));
    }

    private int doctor(String... arguments) {
        return new CommandLine(new DoctorCommand(here.surroundings(), folders)).execute(arguments);
    }

    /** What was found about one thing, with what helps. */
    private String found(String name) {
        String text = here.printed().replace("\n      ", " ");
        return text.lines()
                .filter(line -> line.substring(Math.min(6, line.length())).startsWith(name + " "))
                .findFirst()
                .orElse("")
                .replaceAll("  +", " ");
    }

    @Nested
    class TestsAtTheBase {
        @Test
        void areRunInACheckoutOfTheirOwnAndNothingStaysBehind() throws IOException {
            Map<Path, Long> before = files(shop);
            here.with("BATON_TOKEN", "secret");

            assertThat(doctor()).as(here.printed()).isZero();

            String tip = git(shop, "rev-parse", "main").strip().substring(0, 7);
            assertThat(found("project SHOP test"))
                    .isEqualTo("ok project SHOP test './test.sh' at main " + tip + " passes");
            assertThat(here.complained())
                    .isEqualTo("running the tests of SHOP: './test.sh' at " + tip
                            + ", at most 10 min; --skip-tests leaves this out\n");
            assertThat(files(shop)).isEqualTo(before);
            assertThat(git(shop, "for-each-ref", "--format=%(refname)"))
                    .isEqualTo("refs/heads/main");
        }

        @Test
        void thatFailAreShownWithTheEndOfTheirOutput() throws IOException {
            settings("seq 1 99; echo 'expected fr, found en' >&2; exit 3", "./agent.sh");

            assertThat(doctor()).isEqualTo(1);

            assertThat(found("project SHOP test"))
                    .startsWith("fail project SHOP test 'seq 1 99;")
                    .contains(": expected exit 0, found 3: | 86 | 87 ")
                    .endsWith("| 99 | expected fr, found en"
                            + " Next: mend it: every task would fail there");
        }

        @Test
        void canBeLeftOut() throws IOException {
            settings("touch " + temp.resolve("ran"), "./agent.sh");
            assertThat(doctor("--skip-tests")).isZero();
            assertThat(temp.resolve("ran")).doesNotExist();
            assertThat(here.complained()).isEmpty();
        }

        @Test
        void aPipelineOfTheBaseIsReadAndItsCommandsAreRun() throws IOException {
            settings("true", "./agent.sh");
            Path file = temp.resolve("baton.yaml");
            Files.writeString(file, Files.readString(file).replace("pipeline: quick", ""));
            assertThat(doctor()).isEqualTo(1);
            assertThat(found("project SHOP pipeline"))
                    .startsWith("fail project SHOP pipeline expected .baton/pipeline.yaml on main,"
                            + " found none");
        }
    }

    @Test
    void aRepositoryThatRefusesOurRefsIsAFailure() throws IOException {
        git(shop, "config", "receive.hideRefs", "refs/baton");
        assertThat(doctor("--skip-tests")).isEqualTo(1);
        assertThat(found("project SHOP push"))
                .startsWith("fail project SHOP push push to " + shop
                        + ": expected refs below refs/baton, two at once, found '!")
                .contains("deny updating a hidden ref")
                .endsWith("push branches baton/* and refs/baton/* there");
        assertThat(doctor("--skip-tests", "--skip-push")).isZero();
    }

    @Nested
    class Agents {
        @Test
        void thatAreKnownAreAskedForTheirVersion() throws IOException {
            script(temp.resolve("claude"), "[ \"$1\" = --version ] && echo '2.1.0 (Claude Code)'");
            settings("true", "./claude");
            assertThat(doctor("--skip-tests")).isZero();
            assertThat(found("agent dev"))
                    .isEqualTo("ok agent dev " + temp.resolve("claude") + " 2.1.0 (Claude Code)");
        }

        @Test
        void thatCannotSayItAreAFailure() throws IOException {
            script(temp.resolve("codex"), "echo 'no node on PATH' >&2; exit 127");
            settings("true", "./codex");
            assertThat(doctor("--skip-tests")).isEqualTo(1);
            assertThat(found("agent dev"))
                    .contains("--version: expected exit 0 within 10 s, found exit 127:"
                            + " no node on PATH");
        }

        /** With an argument that it does not know it would begin to work. */
        @Test
        void thatAreScriptsOfOnesOwnAreNotStarted() throws IOException {
            script(temp.resolve("agent.sh"), "touch " + temp.resolve("started"));
            assertThat(doctor("--skip-tests")).isZero();
            assertThat(temp.resolve("started")).doesNotExist();
        }
    }

    @Nested
    class TheDataFolder {
        private static final DataFolders.Foreign FOREIGN =
                new DataFolders.Foreign("build7 1111/1.1", "build8 2222/2.2");

        @Test
        void thatOthersCanReadIsAWarning() throws IOException {
            Files.createDirectories(
                    temp.resolve("data"),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-xr-x")));
            assertThat(doctor("--skip-tests")).isZero();
            assertThat(found("data"))
                    .startsWith("warn data " + temp.resolve("data")
                            + ": expected mode rwx------, found rwxr-xr-x");
        }

        @Test
        void thatIsACopyIsAFailureWithBothHosts() {
            folders.standing = FOREIGN;
            assertThat(doctor("--skip-tests")).isEqualTo(1);
            assertThat(found("host"))
                    .isEqualTo("fail host " + temp.resolve("data")
                            + ": expected a data folder of host build8 2222/2.2, found a copy of"
                            + " one of host build7 1111/1.1 Next: stop the server there for good,"
                            + " then baton doctor --take-over");
        }

        @Test
        void isTakenOverWhenAPersonSaysYes() {
            folders.standing = FOREIGN;
            here.answers("yes\n");
            assertThat(doctor("--take-over")).isZero();
            assertThat(folders.taken).isOne();
            assertThat(here.printed())
                    .contains("  build7 1111/1.1, this is\n  build8 2222/2.2\n")
                    .endsWith("Took over " + temp.resolve("data")
                            + ". Unfinished tasks: 3, runs given up: 2, intents to be settled at"
                            + " their repository: 1\nNext: /opt/baton/baton up\n");
            assertThat(doctor("--take-over")).isZero();
            assertThat(folders.taken).isOne();
            assertThat(here.printed()).endsWith("nothing was changed.\n");
        }

        @Test
        void isNotTakenOverByANoOrByNobody() {
            folders.standing = FOREIGN;
            assertThat(doctor("--take-over")).isEqualTo(1);
            assertThat(here.complained())
                    .endsWith("expected a person to agree, found no terminal. Next:"
                            + " /opt/baton/baton doctor --take-over --yes\n");
            for (String answer : List.of("\n", "no\n", "")) {
                here.answers(answer);
                assertThat(doctor("--take-over")).isEqualTo(1);
            }
            assertThat(folders.taken).isZero();
        }

        @Test
        void isTakenOverWithoutAQuestionByTheOptionAndSaysItAsJson() {
            folders.standing = FOREIGN;
            assertThat(doctor("--take-over", "--yes", "--json")).isZero();
            assertThat(here.printed())
                    .isEqualTo("{\"data\":\"" + temp.resolve("data")
                            + "\",\"from\":\"build7 1111/1.1\",\"to\":\"build8 2222/2.2\","
                            + "\"tasks\":3,\"runs\":2,\"intents\":1}\n");
        }
    }

    private static Map<Path, Long> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .collect(java.util.stream.Collectors.toMap(
                            file -> file, file -> file.toFile().length()));
        }
    }
}
