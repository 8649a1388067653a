package dev.baton.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ANTHROPIC_API_KEY",
                "OPENAI_APIKEY",
                "GITHUB_TOKEN",
                "gitlab_token",
                "TOKENS",
                "AWS_SECRET_ACCESS_KEY",
                "DB_PASSWORD",
                "PGPASSWORD",
                "MYSQL_PWD",
                "NEXUS_PASSWD",
                "GOOGLE_CREDENTIALS",
                "NPM_AUTH",
                "KEY"
            })
    void tellsASecret(String name) {
        assertThat(SecretNames.tells(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KEYBOARD",
                "MONKEY",
                "AUTHOR",
                "GIT_AUTHOR_NAME",
                "TOKENIZERS_PARALLELISM",
                "LANG",
                "PASSIVE_FTP",
                "SSH_AUTH_SOCK",
                "GOOGLE_CREDENTIALS_FILE",
                "_",
                ""
            })
    void leavesOthersAlone(String name) {
        assertThat(SecretNames.tells(name)).isFalse();
        assertThat(SecretNames.tells(name, "a value like any other")).isFalse();
    }

    /** No key of anybody: pieces that begin and look like one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-test-0123456789abcdef0123",
                "ghp_0123456789abcdef0123",
                "glpat-0123456789abcdef",
                "xoxb-0123456789-abcdef",
                "AKIA0123456789ABCDEF",
                "npm_0123456789abcdef",
                "eyJhbGciOiJub25l.eyJhIjoxfQ.x",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n"
            })
    void tellsByTheValueWhatIsIssuedAsASecret(String value) {
        assertThat(SecretNames.tells("K7", value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-short", "skip-0123456789abcdef", "/usr/bin", "eyJ", "true", ""})
    void leavesOtherValuesAlone(String value) {
        assertThat(SecretNames.tells("LANG", value)).isFalse();
    }
}
