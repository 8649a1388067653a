package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ./tools/check.sh --all                  | tools/check.sh
            sh ci/test.sh                           | ci/test.sh
            sh -e test.sh fast                      | test.sh
            cd sub && ./run.sh                      | run.sh
            cd sub && ./run.sh                      | sub/run.sh
            A=1 B=2 ./run.sh                        | run.sh
            env A=1 timeout 10 bash x.sh            | x.sh
            sh -c 'cd deep; ./y.sh'                 | deep/y.sh
            sh -ec "python3 tools/z.py"             | tools/z.py
            echo $(./b.sh)                          | b.sh
            if ./c.sh; then echo; fi                | c.sh
            sh < d.sh                               | d.sh
            . ./e.sh                                | e.sh
            "./f g.sh"                              | f g.sh
            sub/../h.sh                             | h.sh
            $BATON_CHECKOUT/i.sh                    | i.sh
            "${PWD}/j.sh"                           | j.sh
            """)
    void findsWhatALineRuns(String line, String program) {
        assertThat(ShellWords.programs(line)).contains(program);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mvn verify
            make test
            grep -q hello greeting.txt
            /opt/deploy.sh now
            cp site/index.html /srv/www
            echo x > out.txt
            """)
    void takesNoArgumentForAProgram(String line) {
        assertThat(ShellWords.programs(line)).isEmpty();
    }

    @Test
    void findsWhatAPipeRuns() {
        assertThat(ShellWords.programs("true && (./a.sh | ./b.sh)")).contains("a.sh", "b.sh");
        assertThat(ShellWords.programs("cd a && cd b && ./c.sh")).contains("a/b/c.sh");
    }

    @Test
    void leavesTheRepositoryForNothing() {
        assertThat(ShellWords.programs("../deploy.sh")).isEmpty();
        assertThat(ShellWords.programs("cd a && ../b.sh")).contains("b.sh");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ./deploy.sh --all         | '/srv/it''s/deploy.sh' --all
            A=1 ops/deploy.sh; true   | A=1 '/srv/it''s/ops/deploy.sh'; true
            ../deploy.sh              | '/srv/it''s/../deploy.sh'
            deploy --all              | deploy --all
            /opt/deploy.sh            | /opt/deploy.sh
            sh ./deploy.sh            | sh ./deploy.sh
            $X/deploy.sh              | $X/deploy.sh
            """)
    void resolvesTheFirstWordOnly(String line, String resolved) {
        assertThat(ShellWords.resolved(line, "/srv/it's"))
                .isEqualTo(resolved.replace("''", "'\\''"));
    }
}
