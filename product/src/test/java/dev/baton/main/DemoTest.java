package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./baton demo --json}, judged by the repository it leaves and not by what it says. */
@Tag("slow")
class DemoTest {
    @TempDir
    Path folder;

    @Test
    void carriesTheSampleFromFiledToMergedWithOneReturn() throws IOException {
        try (Site site = new Site(folder)) {
            Site.Outcome outcome = site.baton("demo", "--json", "--dir", "fresh");
            assertThat(outcome.exit()).as(outcome.output()).isZero();
            String last = outcome.output().strip().lines().reduce((a, b) -> b).orElseThrow();
            JsonNode report = new ObjectMapper().readTree(last);
            assertThat(report.path("result").asText()).isEqualTo("done");
            assertThat(report.path("rework").path("visits").asInt()).isEqualTo(1);
            assertThat(report.path("effects").path("repeated").asInt()).isZero();

            String git = "git -C '" + report.path("repository").asText() + "' ";
            String base = report.path("base_branch").asText();
            String merged = report.path("merged_sha").asText();
            assertThat(report.path("tested_sha").asText()).isEqualTo(merged);
            assertThat(report.path("deployed_sha").asText()).isEqualTo(merged);
            assertThat(site.sh(git + "rev-parse " + base)).isEqualTo(merged);
            assertThat(site.sh(git + "rev-list --count --merges " + base)).isEqualTo("1");

            String probe = report.path("rework").path("probe_command").asText();
            String rejected = report.path("rework").path("commit").asText();
            assertThat(probed(site, git, rejected, probe)).isNotZero();
            assertThat(probed(site, git, merged, probe)).isZero();
            assertThat(probed(site, git, merged, report.path("test_command").asText()))
                    .isZero();
        }
    }

    private static int probed(Site site, String git, String commit, String probe)
            throws IOException {
        site.sh("rm -rf export && mkdir export && " + git + "archive " + commit
                + " | tar -x -C export");
        site.write("probe", probe);
        return Integer.parseInt(
                site.sh("cd export && { sh -c \"$(cat ../probe)\" >/dev/null 2>&1; echo $?; }"));
    }
}
