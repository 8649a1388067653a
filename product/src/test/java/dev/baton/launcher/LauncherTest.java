package dev.baton.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.launcher.Checkout.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the real {@code ./baton} with a faked system, git, JDK and Maven. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {
    @TempDir
    Path folder;

    private Checkout checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = new Checkout(folder);
    }

    @AfterEach
    void endWhatIsLeft() {
        checkout.endProcesses();
    }

    @Nested
    class WhatMustBeThere {
        @Test
        void refusesASystemThatIsNotLinuxAndNamesTheWayOut() throws Exception {
            checkout.system("Darwin");
            Launch launch = checkout.launch("demo");
            assertThat(launch.exit()).isEqualTo(1);
            assertThat(launch.err())
                    .startsWith("baton: unsupported system: expected Linux (x86-64 or arm64),"
                            + " found Darwin. Next: run it in a container (docker run ")
                    .contains("WSL2");
        }

        @ParameterizedTest
        @CsvSource({"2.37.7", "1.99.0", "2.4.38"})
        void refusesAnOldGit(String version) throws Exception {
            checkout.jdk("good", "25.0.3");
            checkout.git(version);
            Launch launch = checkout.launch("up");
            assertThat(launch.exit()).isEqualTo(1);
            assertThat(launch.err())
                    .startsWith("baton: git is too old (%s/tools/git): expected 2.38 or newer,"
                                    .formatted(folder)
                            + " found %s. Next: apt-get install git".formatted(version));
        }

        @ParameterizedTest
        @CsvSource({"2.38.0", "2.39.5", "2.51.0.rc1", "3.0.1", "2.38.1 (Apple Git-101)"})
        void takesAGitThatIsNewEnough(String version) throws Exception {
            checkout.jdk("good", "25.0.3");
            checkout.git("'" + version + "'");
            assertThat(checkout.launch("up").exit()).isZero();
        }

        @Test
        void saysThatGitIsMissing() throws Exception {
            checkout.withoutGit();
            assertThat(checkout.launch("up").err())
                    .isEqualTo("baton: git is missing: expected git 2.38 or newer on PATH,"
                            + " found none. Next: apt-get install git\n");
        }

        @Test
        void errorsAreJsonWhereJsonIsAskedFor() throws Exception {
            checkout.withoutGit();
            assertThat(checkout.launch("demo", "--json").out())
                    .isEqualTo("{\"error\":{\"code\":\"git-missing\",\"message\":\"git is missing:"
                            + " expected git 2.38 or newer on PATH, found none\","
                            + "\"next\":\"apt-get install git\"}}\n");
        }
    }

    @Nested
    class FindingAJdk {
        @Test
        void refusesAJdkThatIsTooOld() throws Exception {
            Path old = checkout.jdk("old", "21.0.2");
            checkout.with("JAVA_HOME", old.toString());
            Launch launch = checkout.launch("up");
            assertThat(launch.exit()).isEqualTo(1);
            assertThat(launch.err())
                    .contains(
                            "baton: no usable Java: expected a JDK 25 or newer (with javac), found"
                                    + " Java 21.0.2 (")
                    .contains(
                            "Next: apt-get install openjdk-25-jdk-headless, or unpack a JDK from");
        }

        @Test
        void saysWhereItLookedWhenThereIsNone() throws Exception {
            Launch launch = checkout.launch("up");
            assertThat(launch.errLines())
                    .startsWith(
                            "  JAVA_HOME is not set",
                            "  PATH has no java",
                            "  looked into: " + folder.resolve("jdks"));
            assertThat(launch.err())
                    .contains("expected a JDK 25 or newer (with javac), found none.");
        }

        @Test
        void passesOverOldOnesAndBrokenOnes() throws Exception {
            Path old = checkout.jdk("a-old", "1.8.0_412");
            Files.delete(checkout.jdk("b-broken", "25").resolve("bin/java"));
            checkout.jdk("c-good", "26-ea");
            checkout.with("JAVA_HOME", old.toString());
            assertThat(checkout.launch("up").exit()).isZero();
        }

        @Test
        void needsJavacOnlyToBuild() throws Exception {
            Path jdk = checkout.jdk("one", "25.0.3");
            assertThat(checkout.launch("up").exit()).isZero();
            Files.delete(jdk.resolve("bin/javac"));
            assertThat(checkout.launch("up").exit()).isZero();
            checkout.write("product/src/main/Source.java", "class Changed {}");
            assertThat(checkout.launch("up").err())
                    .contains("expected a JDK 25 or newer (with javac),"
                            + " found Java 25.0.3 without javac");
        }
    }

    /** What the product does without. */
    @Nested
    class Modules {
        private final String[] demo = {"demo", "--json", "--store", "postgresql"};

        @BeforeEach
        void haveAJdkAndTheProduct() throws Exception {
            checkout.jdk("good", "25.0.3");
            checkout.launch("version");
        }

        @Test
        void areBuiltWhenTheyAreFirstAskedForAndWhenTheirSourcesChange() throws Exception {
            Path module = checkout.root().resolve("target/postgresql/module.jar");
            Launch first = checkout.launch(demo);
            assertThat(first.err())
                    .startsWith("Building the module postgresql, which the product does without"
                            + " … log: target/postgresql.log\n");
            assertThat(first.out()).endsWith("with " + module + "\n");
            assertThat(checkout.launch("demo", "--store=postgresql").err()).isEmpty();
            checkout.write("postgresql/src/main/Source.java", "class Changed {}");
            assertThat(checkout.launch(demo).exit()).isZero();
            assertThat(module).hasContent("class Changed {}");
            assertThat(checkout.builds()).isEqualTo(3);
        }

        @ParameterizedTest
        @CsvSource({"demo,--store,sqlite", "demo,--pipeline,quick", "explain,--store,postgresql"})
        void costNothingWhereNobodyAsks(String command, String option, String value)
                throws Exception {
            assertThat(checkout.launch(command, option, value).out()).doesNotContain("with ");
            assertThat(checkout.builds()).isEqualTo(1);
        }

        @Test
        void thatCannotBeFetchedAreSaid() throws Exception {
            checkout.beforeBuild("echo 'Could not transfer artifact: Unknown host'; exit 1\n");
            Launch launch = checkout.launch("demo", "--store", "postgresql");
            assertThat(launch.exit()).isEqualTo(1);
            assertThat(launch.errLines())
                    .last()
                    .asString()
                    .startsWith("baton: building the module postgresql failed (" + checkout.root()
                            + "/target/postgresql.log): expected a build, found no way to Maven"
                            + " Central (network, proxy or mirror). Next: ");
        }
    }

    @Nested
    class Building {
        @BeforeEach
        void haveAJdk() throws IOException {
            checkout.jdk("good", "25.0.3");
        }

        @Test
        void buildsOnceAndHandsArgumentsOn() throws Exception {
            Launch first = checkout.launch("task", "add", "two  words *", "🚀", "");
            assertThat(first.exit()).isZero();
            assertThat(first.err())
                    .startsWith("Building Baton (first run, about ")
                    .contains(" MB) … log: target/build.log\n");
            assertThat(first.out()).endsWith("baton.jar\ntask\nadd\ntwo  words *\n🚀\n\n");
            Launch second = checkout.launch("version");
            assertThat(second.err()).isEmpty();
            assertThat(checkout.builds()).isEqualTo(1);
        }

        @Test
        void worksThroughASymbolicLinkFromAnotherFolder() throws Exception {
            Path link = Files.createSymbolicLink(
                    folder.resolve("b"), checkout.root().resolve("baton"));
            assertThat(Launch.of(checkout.startAs(link, "version")).exit()).isZero();
            assertThat(checkout.root().resolve("target/current/baton.jar")).exists();
        }

        @Test
        void buildsAgainWhenASourceChangesAppearsOrGoes() throws Exception {
            checkout.launch("up");
            checkout.write("product/src/main/Source.java", "class Changed {}");
            assertThat(checkout.launch("up").err())
                    .startsWith("Building Baton (sources are newer) … log: target/build.log\n");
            checkout.write("product/src/main/Second.java", "class Second {}");
            checkout.launch("up");
            Files.delete(checkout.root().resolve("product/src/main/Second.java"));
            checkout.launch("up");
            checkout.launch("up");
            assertThat(checkout.builds()).isEqualTo(4);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "[ERROR] COMPILATION ERROR :|sources that do not compile",
                    "java.io.IOException: No space left on device|no space left on the disk",
                    "Could not transfer artifact: Unknown host|no way to Maven Central",
                    "wget: Failed to fetch https://repo|no way to Maven Central",
                    "maven: /m: expected the distribution of .mvn/wrapper/distribution.sha256|"
                            + "a Maven in the home that is not the one",
                    "Artifact a:b is trusted checksum mismatch|a file of ~/.m2/repository",
                    "error: release version 25 not supported|a JDK that does not fit",
                    "touch: cannot touch 'x': Permission denied|a folder that cannot be written",
                    "something else|the error above"
                })
        void saysTheLikelyCauseOfAFailure(String line, String cause) throws Exception {
            checkout.beforeBuild("seq 1 30; echo \"%s\"; exit 1\n".formatted(line));
            Files.createSymbolicLink(folder.resolve("tools/seq"), Path.of("/usr/bin/seq"));
            Launch launch = checkout.launch("up");
            assertThat(launch.exit()).isEqualTo(1);
            assertThat(launch.errLines())
                    .hasSize(22)
                    .contains("12", "30", line)
                    .doesNotContain("11")
                    .last()
                    .asString()
                    .startsWith("baton: building Baton failed (" + checkout.root()
                            + "/target/build.log): expected a build, found " + cause);
            assertThat(launch.out()).isEmpty();
        }

        @Test
        void keepsTheBuildBeforeWhenANewOneFails() throws Exception {
            checkout.launch("up");
            String before = checkout.currentBuild();
            checkout.write("product/src/main/Source.java", "class Changed {}");
            checkout.beforeBuild("exit 1\n");
            assertThat(checkout.launch("up").exit()).isEqualTo(1);
            assertThat(checkout.currentBuild()).isEqualTo(before);
            assertThat(checkout.root().resolve("target/current/baton.jar")).exists();
        }
    }

    @Nested
    class SideBySide {
        @BeforeEach
        void haveAJdk() throws IOException {
            checkout.jdk("good", "25.0.3");
        }

        @Test
        void aSecondLaunchWaitsForTheBuildOfTheFirst() throws Exception {
            pipe("building");
            pipe("go-on");
            checkout.beforeBuild("echo now >building; cat go-on\n");
            Process first = checkout.start("up");
            Files.readString(checkout.root().resolve("building"));
            Process second = checkout.start("up");
            try (BufferedReader said = second.errorReader()) {
                assertThat(said.readLine())
                        .isEqualTo("Waiting for another ./baton in this folder that is building …"
                                + " log: target/build.log");
                Files.writeString(checkout.root().resolve("go-on"), "\n");
                assertThat(Launch.of(first).exit()).isZero();
                assertThat(said.readLine()).isNull();
            }
            assertThat(second.waitFor()).isZero();
            assertThat(checkout.builds()).isEqualTo(1);
        }

        @Test
        void aBuildInUseStaysUntilItsProcessEnds() throws Exception {
            checkout.launch("up");
            pipe("hold");
            Path hold = checkout.root().resolve("hold");
            Process server = checkout.with("HOLD", hold.toString()).start("up");
            server.inputReader().readLine();
            String old = checkout.currentBuild();

            checkout.with("HOLD", "").write("product/src/main/Source.java", "class Second {}");
            checkout.launch("up");
            assertThat(checkout.keptBuilds()).hasSize(2).contains(old);

            Files.writeString(hold, "end");
            assertThat(server.waitFor()).isZero();
            checkout.write("product/src/main/Source.java", "class Third {}");
            checkout.launch("up");
            assertThat(checkout.keptBuilds()).containsExactly(checkout.currentBuild());
        }

        private void pipe(String name) throws Exception {
            Path path = checkout.root().resolve(name);
            assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                    .isZero();
        }
    }

    @Nested
    class CommandsOfTheLauncher {
        @ParameterizedTest
        @CsvSource({"test,--quick", "format,all"})
        void refuseWhatTheyDoNotKnow(String command, String argument) throws Exception {
            Launch launch = checkout.launch(command, argument);
            assertThat(launch.exit()).isEqualTo(2);
            assertThat(launch.err())
                    .startsWith("baton: unknown option of " + command + ": expected ")
                    .contains("found '" + argument + "'. Next: ./baton " + command);
        }
    }
}
