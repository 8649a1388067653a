package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that misbehave, on a real server: each task ends parked with a reason, or merged. */
@Tag("slow")
class BadAgentsTest {
    /** What the agent does, by the first word of the task's title. */
    private static final String AGENT = """
            case $(grep -o 'Title: [a-z-]*' .baton/in/task.md | head -1) in
              *no-commit) exit 0 ;;
              *fails) exit 3 ;;
              *signal) kill -9 $$ ;;
              *binary) head -c 100000 /dev/urandom; echo more > "$BATON_TASK" ;;
              *flood) yes | head -c 100000000; echo more > "$BATON_TASK" ;;
              *forks) (setsid sleep 600 &) ; echo more > "$BATON_TASK" ;;
            esac
            """;

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder, "auto");
        site.agent("dev.sh", AGENT);
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    private void file(String title) throws IOException {
        site.add(title);
    }

    private String parkedWhy(String key) throws IOException {
        site.awaitStatus(key, "PARKED");
        return site.baton("explain", key).output();
    }

    @Test
    void endParkedWithTheReasonAndDoNotHinderTheOthers() throws IOException {
        site.up();
        file("no-commit");
        file("fails");
        file("signal");
        file("binary output is only output");
        file("flood of 100 MB is cut");
        file("forks stay behind and are ended");

        assertThat(parkedWhy("SHOP-1")).contains("not-empty: ").contains("(attempt 2 of 2)");
        assertThat(parkedWhy("SHOP-2"))
                .contains("shop-2-v1-developer-2 exited with 3 (attempt 2 of 2)");
        assertThat(parkedWhy("SHOP-3"))
                .contains("shop-3-v1-developer-2 exited with 137 (attempt 2 of 2)");
        for (String key : new String[] {"SHOP-4", "SHOP-5", "SHOP-6"}) {
            site.awaitStatus(key, "DONE");
        }
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("3");
        assertThat(Files.size(folder.resolve("data/runs/shop-5-v1-developer-1/log")))
                .isLessThan(22L << 20);
        assertThat(site.sh("grep -l -a -s BATON_RUN=shop-6 /proc/[0-9]*/environ; true"))
                .isEmpty();
    }

    @Test
    void thatAreNotThereOrNotExecutableParkWithWhatToDo() throws IOException {
        Files.setPosixFilePermissions(
                site.file("dev.sh"), PosixFilePermissions.fromString("rw-r--r--"));
        site.up();
        file("not executable");
        assertThat(parkedWhy("SHOP-1"))
                .contains("found it not executable. Next: chmod +x " + folder.resolve("dev.sh"));
        Files.delete(site.file("dev.sh"));
        file("not there");
        assertThat(parkedWhy("SHOP-2")).contains("found no such file. Next: correct the path");

        site.agent("dev.sh", "echo more > \"$BATON_TASK\"\n");
        for (String key : new String[] {"SHOP-1", "SHOP-2"}) {
            assertThat(site.baton("task", "retry", key).exit()).isZero();
            site.awaitStatus(key, "DONE");
        }
    }

    @Test
    void aRepositoryThatIsNoneParksAndSaysSo() throws IOException {
        site.up();
        site.sh("mv shop.git kept.git");
        file("there is no repository");
        assertThat(parkedWhy("SHOP-1")).contains("expected a git repository, found no such folder");
        site.sh("git init -q --bare -b main shop.git");
        file("there is nothing in it");
        assertThat(parkedWhy("SHOP-2"))
                .contains("expected a branch 'main', found an empty repository");
        site.sh("rm -r shop.git && cp -r kept.git shop.git"
                + " && git -C shop.git branch -m main trunk");
        file("there is no base branch");
        assertThat(parkedWhy("SHOP-3")).contains("expected a branch 'main', found only trunk");
    }

    @Test
    void aDirtyCheckoutOfTheBaseWaitsAndLandsWhenClean() throws IOException {
        site.agent("dev.sh", "echo more > \"$BATON_TASK\"\n");
        site.sh("mv shop.git bare.git; git clone -q bare.git shop.git; echo mine > shop.git/a.txt");
        site.up();
        file("onto my checkout");
        Site.await(() -> site.get("/api/v1/tasks/SHOP-1").contains("uncommitted changes"));
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("0");
        assertThat(site.read("shop.git/a.txt").strip()).isEqualTo("mine");
        site.sh("git -C shop.git checkout -q a.txt");
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.read("shop.git/SHOP-1").strip()).isEqualTo("more");
    }
}
