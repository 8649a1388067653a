package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            .baton/**         | .baton/pipeline.yaml
            .baton/**         | .baton/prompts/deep/x.md
            .baton/**         | .baton
            .baton/**         | .BATON/Pipeline.yaml
            .baton/**         | .ba\u200dton/pipeline.yaml
            .baton/**         | .baton./x
            .github           | .github/workflows/ci.yml
            Jenkinsfile*      | Jenkinsfile.release
            **/ci.yml         | ci.yml
            **/ci.yml         | a/b/ci.yml
            a/*/c             | a/b/c
            a/?.sh            | a/b.sh
            caf\u00e9/x       | cafe\u0301/x
            """)
    void covers(String pattern, String name) {
        assertThat(PathPattern.of(pattern).covers(PathPattern.steps(name))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            .baton/**         | src/.baton/pipeline.yaml
            .baton/**         | .batons/x
            Jenkinsfile*      | src/Jenkinsfile
            a/*/c             | a/b/d/c
            a.sh              | aXsh
            ci/test.sh        | ci
            """)
    void doesNotCover(String pattern, String name) {
        assertThat(PathPattern.of(pattern).covers(PathPattern.steps(name))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ci/test.sh        | ci          | true
            ci/test.sh        | CI          | true
            a/*/c             | a/x         | true
            **/ci.yml         | a           | false
            ci/test.sh        | other       | false
            ci/test.sh        | ci/test.sh  | false
            """)
    void leadsThrough(String pattern, String name, boolean leads) {
        assertThat(PathPattern.of(pattern).leadsThrough(PathPattern.steps(name)))
                .isEqualTo(leads);
    }
}
