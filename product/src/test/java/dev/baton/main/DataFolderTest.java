package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with a data folder, with the real launcher, server, agents and git. */
@Tag("slow")
class DataFolderTest {
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/");

    @TempDir
    Path folder;

    private static boolean works(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException missing) {
            return false;
        }
    }

    @Nested
    class Copied {
        @Test
        void isRefusedAndOnceTakenOverEndsItsTasks() throws IOException {
            try (Site site = new Site(folder)) {
                site.agent("dev.sh", """
                        echo "$BATON_RUN" >> %1$s/runs
                        while [ ! -e %1$s/go ]; do sleep 0.1; done
                        echo two >> a.txt
                        """.formatted(folder));
                copyAtWork(site);
                String theirs = site.read("original/host").strip();
                String before = site.sh("cat data/baton.db* | sha256sum");

                Site.Outcome refused = site.baton("up");

                assertThat(refused.exit()).isEqualTo(1);
                assertThat(refused.output())
                        .contains("data folder " + folder.resolve("data"))
                        .contains("found a copy of one of host " + theirs)
                        .endsWith("Next: stop those for good, then ./baton doctor --take-over\n");
                assertThat(site.baton("doctor", "--skip-tests", "--skip-push").output())
                        .contains(": expected a data folder of host ")
                        .contains(", found a copy of one of host " + theirs);
                assertThat(site.sh("cat data/baton.db* | sha256sum")).isEqualTo(before);
                assertThat(site.baton("doctor", "--take-over").exit()).isEqualTo(1);

                Site.Outcome taken = site.baton("doctor", "--take-over", "--yes");

                assertThat(taken.output()).contains("Unfinished tasks: 1, runs given up: 1,");
                assertThat(taken.exit()).isZero();
                site.write("go", "");
                site.up();
                site.awaitStatus("SHOP-1", "DONE");
                assertThat(site.read("runs").lines())
                        .containsExactly("shop-1-v1-developer-1", "shop-1-v1-developer-2");
                assertThat(site.sh("git -C shop.git rev-list --count --merges main"))
                        .isEqualTo("1");
                assertThat(site.get("/api/v1/tasks/SHOP-1/events")).contains("taken-over");
            }
        }

        /** The original is killed at work, and a copy takes its place. */
        private static void copyAtWork(Site site) throws IOException {
            Process original = site.up();
            site.add("Be copied");
            Site.await(() -> !site.read("runs").isEmpty());
            original.destroyForcibly();
            Site.await(() -> !original.isAlive());
            site.sh("mv data original && cp -a original data");
        }

        @Test
        void isNotWhatItIsCalledWhenItWasOnlyRenamed() throws IOException {
            try (Site site = new Site(folder)) {
                site.up().destroyForcibly();
                site.sh("mv data elsewhere && ln -s elsewhere data");
                site.up();
                assertThat(site.get("/readyz")).contains("true");
            }
        }
    }

    @Nested
    class ReadOnly {
        @Test
        void isSaidInOneLineAndNothingIsHalfMade() throws IOException {
            try (Site site = new Site(folder)) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
                assumeTrue(
                        works(
                                "setpriv",
                                "--reuid=65534",
                                "--regid=65534",
                                "--clear-groups",
                                "test",
                                "-x",
                                Site.launcher()),
                        "needs root, setpriv, and a checkout that the user nobody can read");
                Path data = folder.resolve("data");

                Site.Outcome none = site.batonAfter(AS_NOBODY, "up");
                assertThat(none.output())
                        .isEqualTo("baton: data folder " + data + ": expected a folder this user"
                                + " can write, found no permission for " + data + ". Next: ls -ld "
                                + data + "; df " + data + "\n");
                assertThat(none.exit()).isEqualTo(1);
                assertThat(data).doesNotExist();

                site.sh("mkdir -m 755 data");
                assertThat(site.batonAfter(AS_NOBODY, "up")).isEqualTo(none);
                assertThat(site.sh("ls -A data")).isEmpty();

                Site.Outcome doctor = site.batonAfter(AS_NOBODY, "doctor");
                assertThat(doctor.exit()).isEqualTo(1);
                assertThat(doctor.output().lines().filter(line -> line.startsWith("fail ")))
                        .first()
                        .asString()
                        .startsWith("fail  data ")
                        .endsWith(data + ": expected to write there, found it not writable for"
                                + " nobody");
                assertThat(site.sh("ls -A data")).isEmpty();
            }
        }
    }

    @Nested
    class Full {
        @Test
        void endsTheServerAndLosesAndDoublesNothing() throws IOException {
            assumeTrue(
                    works("unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt"),
                    "needs root, unshare and tmpfs, to have a small disk");
            Files.createDirectory(folder.resolve("data"));
            Process disk = new ProcessBuilder(
                            "unshare",
                            "-m",
                            "sh",
                            "-c",
                            "mount -t tmpfs -o size=20m,mode=700 none data && echo there && exec"
                                    + " sleep 300")
                    .directory(folder.toFile())
                    .start();
            List<String> inside =
                    List.of("nsenter", "-m", "-t", "" + disk.pid(), "--wdns=" + folder);
            try (Site site = new Site(folder, inside)) {
                byte[] there = disk.getInputStream().readNBytes("there".length());
                assertThat(new String(there, StandardCharsets.UTF_8)).isEqualTo("there");
                fillWhileTasksRun(site, String.join(" ", inside) + " ");
            } finally {
                disk.destroyForcibly();
            }
        }

        private void fillWhileTasksRun(Site site, String inside) throws IOException {
            site.agent("dev.sh", """
                    echo "$BATON_RUN" >> %1$s/runs
                    while [ ! -e %1$s/go ]; do sleep 0.1; done
                    echo two > "$BATON_TASK.txt"
                    """.formatted(folder));
            Process server = site.up();
            for (String title : List.of("One", "Two", "Three")) {
                assertThat(site.baton("task", "add", title).exit()).isZero();
            }
            Site.await(() -> site.read("runs").lines().count() == 2);

            assertThat(site.sh(inside + "stat -f -c %T data")).isEqualTo("tmpfs");
            site.sh(inside + "dd if=/dev/zero of=data/fill bs=4k count=8192 2>/dev/null || true");
            site.write("go", "");
            Site.await(() -> !server.isAlive());

            assertThat(server.exitValue()).isEqualTo(1);
            String full = "disk of " + folder.resolve("data") + ": expected at least 4096 KiB free,"
                    + " found ";
            assertThat(site.read("up.log")).contains("the server ends, agents go on: " + full);
            Site.Outcome again = site.baton("up");
            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.output()).startsWith("baton: " + full);

            site.sh(inside + "rm data/fill");
            site.up();
            for (String key : List.of("SHOP-1", "SHOP-2", "SHOP-3")) {
                site.awaitStatus(key, "DONE");
            }
            assertThat(site.sh("git -C shop.git rev-list --count --merges main"))
                    .isEqualTo("3");
            assertThat(site.sh("git -C shop.git for-each-ref refs/baton/merge | wc -l"))
                    .isEqualTo("3");
            assertThat(site.read("runs").lines()).doesNotHaveDuplicates();
        }
    }
}
