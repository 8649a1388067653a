package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.runs.BubblewrapProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher and server, agents and tests shut in, and what they print. */
@Tag("slow")
@Tag("bubblewrap")
class ConfinedRunsTest {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        if (BubblewrapProbe.look(System.getenv("PATH"))
                instanceof BubblewrapProbe.Fails(String why, String next)) {
            Assumptions.abort("bubblewrap: " + why + "; " + next);
        }
        site = new Site(folder, "bubblewrap");
    }

    @AfterEach
    void clean() throws IOException {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void theAgentOutlivesTheServerAndIsTakenOver() throws IOException {
        site.agent("dev.sh", """
                echo up >> %1$s/notes/up
                while [ ! -e %1$s/notes/go ]; do sleep 0.1; done
                cat %1$s/data/token && echo stolen
                echo two >> a.txt
                """.formatted(folder));
        Process first = site.up();
        site.add("Outlive the server");
        Site.await(() -> !site.read("notes/up").isEmpty());

        first.destroyForcibly();
        Site.await(() -> !first.isAlive());
        site.up();
        site.write("notes/go", "");
        site.awaitStatus("SHOP-1", "DONE");

        assertThat(site.read("notes/up")).isEqualTo("up\n");
        assertThat(site.read("data/runs/shop-1-v1-developer-1/log"))
                .contains("No such file")
                .doesNotContain("stolen");
        assertThat(site.sh("git -C shop.git show main:a.txt")).isEqualTo("one\ntwo");
        assertThat(site.sh("ls data/runs/*/enclosure | wc -l")).isEqualTo("4");
    }

    @Test
    void noReaderShowsASecretThatARunPrinted() throws IOException {
        site.agent("dev.sh", """
                echo "dev %s"; printf 'x%%s\\n' y > "$BATON_ATTEMPT"
                """.formatted(Site.SECRET));
        site.agent("rev.sh", """
                echo "rev %1$s"
                printf '%%s\\n' --- 'verdict: changes-requested' "subject: $BATON_HEAD_SHA" \\
                  findings: '  - {file: a, line: 1, severity: major, text: "found %1$s"}' \\
                  --- '%1$s' \\
                  > "$BATON_OUT/review.md"
                """.formatted(Site.SECRET));
        site.sh("cd seed && printf '#!/bin/sh\\necho \"test %s\"\\n' '" + Site.SECRET
                + "' > test.sh && git commit -qam leak && git push -q origin HEAD:main");
        site.up();
        site.add("Leak");
        Site.await(
                () -> site.sh("ls data/runs 2>/dev/null || true").contains("shop-1-v3-developer"));
        site.awaitStatus("SHOP-1", "PARKED");

        String raw = site.sh("cat data/runs/*/log");
        assertThat(raw).contains("dev " + Site.SECRET, "rev " + Site.SECRET, "test " + Site.SECRET);
        for (String path : new String[] {"", "/events", "/explain"}) {
            assertThat(site.get("/api/v1/tasks/SHOP-1" + path))
                    .isNotEmpty()
                    .doesNotContain(Site.SECRET);
        }
        for (String page : new String[] {"/", "/queue", "/metrics", "/tasks/SHOP-1"}) {
            assertThat(site.get(page)).as(page).doesNotContain(Site.SECRET);
        }
        for (String[] words : new String[][] {
            {"task", "logs", "SHOP-1"},
            {"task", "show", "SHOP-1"},
            {"explain", "SHOP-1"},
            {"task", "show", "SHOP-1", "--json"}
        }) {
            assertThat(site.baton(words).output()).doesNotContain(Site.SECRET);
        }
        assertThat(site.baton("task", "logs", "SHOP-1").output()).contains("***");
        assertThat(stored()).isEmpty();
    }

    /** Files of the server with the secret, but for raw logs, raw results and the repository. */
    private String stored() throws IOException {
        return site.sh("grep -r -l -a -F " + Site.SECRET
                + " data --exclude-dir=clones --exclude-dir=mirrors --exclude-dir=checkouts"
                + " --exclude-dir=out-closed"
                + " --exclude=log up.log; true");
    }

    @Test
    void aServerThatCannotDoWhatSettingsInsistOnSaysWhy() throws IOException {
        Path bwrap = folder.resolve("path/bwrap");
        Files.createDirectories(bwrap.getParent());
        Files.writeString(bwrap, "#!/bin/sh\necho 'no namespaces here'; exit 1\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));

        String output = site.sh("PATH=" + bwrap.getParent() + ":$PATH "
                + System.getProperty("baton.root") + "/baton up 2>&1; echo exit $?");

        assertThat(output)
                .contains("sandbox: expected bubblewrap to work, as the settings insist on it; "
                        + bwrap + ": no namespaces here. Next: ")
                .endsWith("exit 1");
        site.write("baton.yaml", site.read("baton.yaml").replace("bubblewrap", "auto"));
        assertThat(site.sh("PATH=" + bwrap.getParent() + ":$PATH timeout 8 "
                        + System.getProperty("baton.root") + "/baton up 2>&1; true"))
                .containsOnlyOnce("sandbox: none, because bubblewrap does not work here: " + bwrap
                        + ": no namespaces here. Agents and tests can read and change whatever")
                .contains("Baton is up");
    }
}
