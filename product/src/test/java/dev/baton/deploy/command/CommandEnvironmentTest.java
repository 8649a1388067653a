package dev.baton.deploy.command;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.baton.deploy.Environment;
import dev.baton.deploy.Environment.Healthy;
import dev.baton.deploy.Environment.Probe;
import dev.baton.deploy.Environment.Unhealthy;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.HealthSettings;
import dev.baton.deploy.Lineage;
import dev.baton.deploy.WindowsSettings;
import dev.baton.http.HttpCalls;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.Evidence;
import dev.baton.model.FailureCode;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import dev.baton.model.TransientFailure;
import dev.baton.text.Redaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real commands and a real server on the loopback; nothing that is asked may throw or hang. */
class CommandEnvironmentTest {
    private static final Sha SHA = new Sha("c".repeat(40));
    private static final String SECRET = "s3cr3t-value";
    private static final Sha BEFORE = new Sha("a".repeat(40));
    private static final Sha LATER = new Sha("d".repeat(40));
    private static final Deployment DEPLOYMENT = deployment(null);
    private static final Deployment ROLLBACK = deployment(2);

    private static Deployment deployment(@Nullable Integer rollsBack) {
        return new Deployment(
                1,
                "SHOP",
                "staging",
                3,
                new TaskId(1),
                "SHOP-1",
                6,
                SHA,
                BEFORE,
                rollsBack,
                "shop-1-v6-deploy-staging-1",
                DeploymentState.VERIFYING,
                0,
                Duration.ZERO,
                null,
                Instant.EPOCH,
                null);
    }

    @TempDir
    Path folder;

    private Lineage lineage = Lineage.UNKNOWN;
    private final HttpCalls calls = new HttpCalls(Duration.ofSeconds(1), 1024);

    @AfterEach
    void close() {
        calls.close();
    }

    private Environment environment(@Nullable String status, @Nullable HealthSettings health) {
        Questions questions =
                new Questions(folder, Map.of("PATH", "/usr/bin:/bin"), Duration.ofSeconds(2), 4096);
        return new CommandEnvironment(
                new EnvironmentSettings(
                        "true",
                        status,
                        null,
                        Duration.ofMinutes(1),
                        WindowsSettings.ALWAYS,
                        health),
                calls,
                questions,
                Redaction.of(List.of(SECRET)),
                lineage);
    }

    /** What is answered goes into the ledger, which everybody reads. */
    @Test
    void hidesSecrets() {
        String tells = "echo token " + SECRET + "; exit 1";
        var health = new HealthSettings(null, null, tells, 1, Duration.ofMinutes(1));
        Environment environment = environment(tells, health);
        assertThat(environment.probe(DEPLOYMENT).found()).endsWith(": token ***");
        assertThat(environment.status(DEPLOYMENT).said()).endsWith(": token ***");
    }

    @Nested
    class OverHttp {
        private @Nullable HttpServer running;

        @AfterEach
        void stop() {
            if (running != null) {
                running.stop(0);
            }
        }

        private HttpServer server() {
            return Objects.requireNonNull(running);
        }

        private Probe probe(int status, String body) throws IOException {
            HttpServer fresh = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            running = fresh;
            fresh.createContext("/", exchange -> {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                if (status == 302) {
                    exchange.getResponseHeaders().add("Location", "/version");
                }
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            fresh.start();
            return ask();
        }

        private Probe ask() {
            return ask("sha", DEPLOYMENT);
        }

        private Probe ask(String json, Deployment deployment) {
            String url = "http://127.0.0.1:" + server().getAddress().getPort() + "/version";
            return environment(null, new HealthSettings(url, json, null, 1, Duration.ofMinutes(1)))
                    .probe(deployment);
        }

        @Test
        void isHealthyWithALaterCommitThatContainsItUnlessItBringsBackAnEarlierOne()
                throws IOException {
            lineage = (project, later, earlier) ->
                    project.equals("SHOP") && later.equals(LATER) && earlier.equals(SHA);
            assertThat(probe(200, "{\"sha\": \"" + LATER + "\"}"))
                    .isInstanceOfSatisfying(
                            Healthy.class,
                            healthy -> assertThat(healthy.found())
                                    .endsWith("sha is " + LATER + ", which contains " + SHA));
            assertThat(ask("sha", ROLLBACK)).isInstanceOf(Unhealthy.class);
            lineage = (project, later, earlier) -> {
                throw new TransientFailure(FailureCode.GIT, "no mirror");
            };
            assertThat(ask())
                    .isInstanceOfSatisfying(
                            Unhealthy.class,
                            found -> assertThat(found.found()).endsWith("no telling: no mirror"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "build.commit.id | {\"build\": {\"commit\": {\"id\": \"%s\"}}}",
                    "build.commit | {\"build.commit\": \"%s\"}",
                    "nodes.1.sha | {\"nodes\": [{\"sha\": \"x\"}, {\"sha\": \"%s\"}]}"
                })
        void findsTheCommitFurtherDown(String json, String body) throws IOException {
            probe(200, body.formatted(SHA));
            assertThat(ask(json, DEPLOYMENT)).isInstanceOf(Healthy.class);
            assertThat(ask(json + ".more", DEPLOYMENT)).isInstanceOf(Unhealthy.class);
        }

        @Test
        void isHealthyWithTheCommit() throws IOException {
            assertThat(probe(200, "{\"version\": 7, \"sha\": \"" + SHA + "\"}"))
                    .isInstanceOfSatisfying(
                            Healthy.class,
                            healthy -> assertThat(healthy.found())
                                    .endsWith("/version: status 200, sha is " + SHA));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "200 | {\"sha\": \"aaa\"} | found 'aaa'",
                    "200 | {\"sha\": 7} | expected a text field 'sha'",
                    "200 | {\"sha\": [\"cccc\"]} | expected a text field 'sha'",
                    "200 | [] | expected a text field 'sha'",
                    "200 | {\"sha\": | expected JSON",
                    "200 | <html> | expected JSON",
                    "503 | {} | expected status 200, found 503",
                    "302 | {} | expected status 200, found 302"
                })
        void isNotHealthyWithAnythingElse(int status, String body, String said) throws IOException {
            assertThat(probe(status, body))
                    .isInstanceOfSatisfying(
                            Unhealthy.class, found -> assertThat(found.found()).contains(said));
        }

        @Test
        void isNotHealthyWithAnEmptyOrAHugeAnswer() throws IOException {
            assertThat(probe(200, "")).isInstanceOf(Unhealthy.class);
            server().stop(0);
            assertThat(probe(
                            200, "{\"x\": \"" + "x".repeat(5000) + "\", \"sha\": \"" + SHA + "\"}"))
                    .isInstanceOf(Unhealthy.class);
        }

        /** What answers there may be anybody. */
        @Test
        void isNotHealthyWithACertificateThatNobodySigned() throws Exception {
            Path store = folder.resolve("keys.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "a",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=127.0.0.1",
                            "-ext",
                            "san=ip:127.0.0.1",
                            "-storepass",
                            "secret",
                            "-keystore",
                            store.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(keytool.waitFor()).isZero();
            KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, "secret".toCharArray());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), null, null);
            String url = secured(tls);
            assertThat(environment(
                                    null,
                                    new HealthSettings(url, "sha", null, 1, Duration.ofMinutes(1)))
                            .probe(DEPLOYMENT))
                    .isInstanceOfSatisfying(
                            Unhealthy.class,
                            found -> assertThat(found.found()).contains("certificat"));
        }

        private String secured(SSLContext tls) throws IOException {
            HttpsServer fresh = HttpsServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            running = fresh;
            fresh.setHttpsConfigurator(new HttpsConfigurator(tls));
            fresh.start();
            return "https://127.0.0.1:" + fresh.getAddress().getPort() + "/version";
        }

        @Test
        void isNotHealthyWhereNobodyAnswers() throws IOException {
            probe(200, "{}");
            server().stop(0);
            assertThat(ask())
                    .isInstanceOfSatisfying(
                            Unhealthy.class,
                            found -> assertThat(found.found()).contains("expected an answer"));
        }

        @Test
        void doesNotWaitForAnAnswerThatTrickles() throws IOException {
            running = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var stopped = new java.util.concurrent.CountDownLatch(1);
            server().createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                try {
                    stopped.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            });
            running.setExecutor(Thread::startVirtualThread);
            server().start();
            assertThat(ask())
                    .isInstanceOfSatisfying(
                            Unhealthy.class,
                            found -> assertThat(found.found()).contains("none within 1 s"));
            stopped.countDown();
        }
    }

    @Nested
    class ByCommand {
        private Probe probe(String command) {
            return environment(
                            null, new HealthSettings(null, null, command, 1, Duration.ofMinutes(1)))
                    .probe(DEPLOYMENT);
        }

        @Test
        void isHealthyAtExitCodeZeroAndKnowsWhatItIsAskedAbout() throws IOException {
            assertThat(probe("echo $BATON_DEPLOY_ID $BATON_ENVIRONMENT $BATON_SHA"
                            + " $BATON_PREVIOUS_SHA $(pwd) > asked"))
                    .isInstanceOf(Healthy.class);
            assertThat(Files.readString(folder.resolve("asked")).strip())
                    .isEqualTo("SHOP-staging-3 staging " + SHA + " " + BEFORE + " "
                            + folder.toRealPath());
        }

        @Test
        void getsNothingOfTheServersEnvironment() {
            assertThat(probe("test -z \"$HOME$USER\"")).isInstanceOf(Healthy.class);
        }

        @Test
        void saysTheCodeAndTheLastLine() {
            assertThat(probe("echo first; echo the door is shut; exit 7").found())
                    .endsWith("expected exit code 0, found 7: the door is shut");
        }

        @Test
        void isKilledWithAllItStartedWhenItDoesNotEnd() throws IOException {
            assertThat(probe("sleep 600 & echo $! > child; wait").found())
                    .endsWith("no end within 2 s; killed");
            String child = Files.readString(folder.resolve("child")).strip();
            // The kernel takes a moment to end what was killed.
            await().until(() -> ProcessHandle.of(Long.parseLong(child))
                    .filter(ProcessHandle::isAlive)
                    .isEmpty());
        }

        @Test
        void doesNotWaitForWhatHoldsItsOutput() {
            assertThat(probe("sleep 20 & exit 0")).isInstanceOf(Healthy.class);
        }

        @Test
        void keepsOnlyTheBeginningOfAFlood() {
            assertThat(probe("yes | head -c 3000000; exit 1").found().length()).isLessThan(500);
        }
    }

    @Nested
    class Status {
        private Evidence.DeployStatus status(@Nullable String command) {
            return environment(command, null).status(DEPLOYMENT);
        }

        private Evidence.DeployStatus says(String json) throws IOException {
            Files.writeString(folder.resolve("answer"), json);
            return status("cat answer");
        }

        private String answer(String state) {
            return "{\"id\": \"SHOP-staging-3\", \"sha\": \"" + SHA + "\", \"state\": \"" + state
                    + "\"}";
        }

        @ParameterizedTest
        @CsvSource({
            "running, RUNNING",
            "healthy, HEALTHY",
            "failed, FAILED",
            "absent, ABSENT",
            "fine, UNKNOWN"
        })
        void isWhatItSays(String state, DeployAnswer answer) throws IOException {
            assertThat(says(answer(state)).answer()).isEqualTo(answer);
        }

        @Test
        void ofAnotherDeployOrCommitIsNoAnswer() throws IOException {
            assertThat(says(answer("healthy").replace("-3", "-2")).answer())
                    .isEqualTo(DeployAnswer.UNKNOWN);
            assertThat(says(answer("healthy").replace(SHA.value(), BEFORE.value()))
                            .answer())
                    .isEqualTo(DeployAnswer.UNKNOWN);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "healthy", "[]", "{\"state\": \"healthy\"}", "{} {}"})
        void outOfFormIsNoAnswer(String text) throws IOException {
            assertThat(says(text).answer()).isEqualTo(DeployAnswer.UNKNOWN);
        }

        @Test
        void ofACommandThatFailsOrIsNotThereIsNoAnswer() {
            assertThat(status("exit 1").answer()).isEqualTo(DeployAnswer.UNKNOWN);
            assertThat(status(null).said())
                    .isEqualTo("the environment has no status command to ask");
        }
    }
}
