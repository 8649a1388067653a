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
    }
}
