package dev.baton.runs.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.runs.BubblewrapProbe;
import dev.baton.runs.Confinement;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of {@code docs/security.md}: each cell is tried, shut in and not, as root and as a
 * plain user. Who runs this as a plain user tries that user's half.
 */
@Tag("bubblewrap")
final class SecurityPageTest {
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final String BEGIN = "<!-- tried by SecurityPageTest -->\n";
    private static final String END = "<!-- to here -->\n";
    private static final String NOBODY = "65534";
    private static final List<String> PLAIN =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");

    /** What is tried, and the shell command that succeeds if it can be done. */
    private record Row(String what, String tried) {}

    private static final List<Row> ROWS = List.of(
            new Row(
                    "read the server's token, database and log of another run",
                    "cat $D/token" + " $D/baton.db $D/runs/other-1/log"),
            new Row(
                    "read the clone of another task or role",
                    "cat $D/clones/SHOP-2/v1-developer/x"),
            new Row("read the home of another role", "cat $D/homes/SHOP/analyst/x"),
            new Row("read a file that holds a secret of the settings", "cat $R/forge.key"),
            new Row(
                    "read `~/.ssh`, `~/.pgpass`, `~/.aws` of the operator",
                    "cat ~/.ssh/id ~/.pgpass" + " ~/.aws/credentials"),
            new Row("read other files of the operator's home", "cat ~/notes.txt"),
            new Row("read `/etc/shadow`", "cat /etc/shadow"),
            new Row("see the machine's `/tmp`", "cat $T"),
            new Row("write its own folder", "echo x >here"),
            new Row("write its results", "echo x >$O/review.md"),
            new Row("write a home that is kept for its project and role", "echo x >~/kept"),
            new Row(
                    "write the operator's home and caches",
                    "echo x >~/.m2/x; grep x $H/.m2/x.real"),
            new Row("write the repository that is landed on", "echo x >$R/shop.git/config"),
            new Row("write the program it was started by", "echo x >$R/tools/agent.sh"),
            new Row(
                    "write the data folder, the claims and exit codes of runs",
                    "echo x >$D/runs/x"),
            new Row("write settings of the kernel", "[ -w /proc/sys/kernel/core_pattern ]"),
            new Row("see or signal processes of the server", "kill -0 $P"),
            new Row(
                    "connect to a port of this machine",
                    "bash -c 'exec 3<>/dev/tcp/127.0.0.1/$S'"));

    @TempDir
    Path folder;

    @Test
    void isWhatTheTableSays() throws Exception {
        boolean root = ProcessHandle.current().info().user().orElse("").equals("root");
        List<List<Boolean>> asRoot = root ? answers("root", List.of()) : List.of();
        List<List<Boolean>> plain = answers("plain", root ? PLAIN : List.of());
        Path page = Path.of(System.getProperty("baton.root", ".."), "docs", "security.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END, begin);
        if (root && Boolean.getBoolean("baton.docs.write")) {
            text = text.substring(0, begin) + table(asRoot, plain) + text.substring(end);
            Files.writeString(page, text);
            end = text.indexOf(END, begin);
        }
        String written = text.substring(begin, end);

        assertThat(root ? written : written.replace("as root", "no"))
                .as("Next: as root ./mvnw -pl product test -Dtest=SecurityPageTest"
                        + " -Dtest.jvm.args=-Dbaton.docs.write=true")
                .isEqualTo(table(root ? asRoot : plain, plain));
    }

    private static String table(List<List<Boolean>> root, List<List<Boolean>> plain) {
        StringBuilder table = new StringBuilder("""
                | can it … | agent, shut in | gate's command, shut in | not shut in; a deploy |
                |---|---|---|---|
                """);
        for (int row = 0; row < ROWS.size(); row++) {
            table.append("| ").append(ROWS.get(row).what());
            for (int column = 0; column < plain.size(); column++) {
                boolean plainly = plain.get(column).get(row);
                boolean rootly = root.get(column).get(row);
                assertThat(rootly || !plainly).as(ROWS.get(row).what()).isTrue();
                table.append(" | ").append(plainly ? "yes" : rootly ? "as root" : "no");
            }
            table.append(" |\n");
        }
        return table.toString();
    }

    /** By column, then by row. */
    private List<List<Boolean>> answers(String name, List<String> as) throws Exception {
        BubblewrapProbe.Works works = switch (BubblewrapProbe.look(PATH)) {
            case BubblewrapProbe.Works found -> found;
            case BubblewrapProbe.Fails(String why, String next) ->
                Assumptions.abort("bubblewrap: " + why + "; " + next);
        };
        List<List<Boolean>> columns = new ArrayList<>();
        for (int column = 0; column < 3; column++) {
            Machine machine = new Machine(folder.toRealPath().resolve(name + column));
            LaunchSpec spec = machine.spec(column);
            List<String> words = column == 2
                    ? List.of()
                    : new Bubblewrap(machine.settings(works)).around(spec, List.of());
            columns.add(machine.run(as, words, spec));
        }
        return columns;
    }

    /** A server's folders, with what must not be touched. */
    private record Machine(Path root) {
        Machine {
            for (String file : List.of(
                    "data/token",
                    "data/baton.db",
                    "data/runs/other-1/log",
                    "data/clones/SHOP-1/v1-reviewer/.baton/x",
                    "data/checkouts/u1/x",
                    "data/clones/SHOP-2/v1-developer/x",
                    "data/homes/SHOP/analyst/x",
                    "data/handover/u1/out/x",
                    "forge.key",
                    "shop.git/config",
                    "tools/agent.sh",
                    "tmp",
                    "home/.ssh/id",
                    "home/.pgpass",
                    "home/.aws/credentials",
                    "home/.m2/repository/x",
                    "home/notes.txt")) {
                write(root.resolve(file));
            }
            // Another name for a file that a run would have to reach to write the operator's.
            link(root.resolve("home/.m2/x.real"), root.resolve("home/.m2/x"));
        }

        private static void write(Path file) {
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, "theirs\n");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static void link(Path link, Path target) {
            try {
                Files.createSymbolicLink(link, target);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        BubblewrapSettings settings(BubblewrapProbe.Works works) {
            return new BubblewrapSettings(
                    works.program(),
                    works.sized(),
                    root.resolve("data"),
                    Optional.of(root.resolve("home")),
                    List.of(),
                    List.of(root.resolve("forge.key")),
                    List.of(root.resolve("shop.git")));
        }

        /** As {@code AgentLaunch}, {@code GateLaunch} and {@code DeployLaunch} make them. */
        LaunchSpec spec(int column) {
            boolean agent = column == 0;
            Path work =
                    root.resolve(agent ? "data/clones/SHOP-1/v1-reviewer" : "data/checkouts/u1");
            Path handover = root.resolve("data/handover/u1");
            RunHome home =
                    agent ? new RunHome("SHOP", "reviewer", List.of()) : RunHome.ofGates("SHOP");
            Confinement walls =
                    Confinement.within(List.of(), agent ? List.of(handover) : List.of());
            return LaunchSpec.of("u1", work, List.of("/bin/sh", "-c", script()), Map.of())
                    .in(column == 2 ? Confinement.NONE : walls.at(home))
                    .out(agent ? handover.resolve("out") : null);
        }

        private static String script() {
            StringBuilder script = new StringBuilder();
            for (Row row : ROWS) {
                script.append("(set -e; ")
                        .append(row.tried())
                        .append(") >/dev/null 2>&1 </dev/null && echo yes || echo no\n");
            }
            return script.toString();
        }

        List<Boolean> run(List<String> as, List<String> words, LaunchSpec spec) throws Exception {
            Path marker = Files.createTempFile(Path.of("/tmp"), "baton-page", "");
            if (!as.isEmpty()) {
                exec(List.of(
                        "chown",
                        "-R",
                        NOBODY + ":" + NOBODY,
                        root.resolveSibling("").toString()));
                exec(List.of("chown", NOBODY, marker.toString()));
            }
            Process outside =
                    new ProcessBuilder(line(as, List.of(), List.of("sleep", "600"))).start();
            try (ServerSocket listening =
                    new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                ProcessBuilder builder = new ProcessBuilder(line(as, words, spec.argv()))
                        .directory(spec.folder().toFile())
                        .redirectErrorStream(true);
                builder.environment().clear();
                builder.environment().putAll(environment(marker, outside, listening));
                Process process = builder.start();
                String printed =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                List<String> answers = printed.lines().toList();
                assertThat(answers).as(printed).hasSize(ROWS.size());
                return answers.stream().map("yes"::equals).toList();
            } finally {
                outside.destroyForcibly();
                Files.delete(marker);
            }
        }

        private Map<String, String> environment(
                Path marker, Process outside, ServerSocket listening) {
            Map<String, String> variables = new LinkedHashMap<>();
            variables.put("PATH", PATH);
            variables.put("HOME", root.resolve("home").toString());
            variables.put("H", root.resolve("home").toString());
            variables.put("R", root.toString());
            variables.put("D", root.resolve("data").toString());
            variables.put("O", root.resolve("data/handover/u1/out").toString());
            variables.put("T", marker.toString());
            variables.put("P", Long.toString(outside.pid()));
            variables.put("S", Integer.toString(listening.getLocalPort()));
            return variables;
        }

        /** The enclosure notes into its file {@code NOTE}, so that is open. */
        private static List<String> line(List<String> as, List<String> words, List<String> argv) {
            List<String> line = new ArrayList<>(as);
            line.addAll(List.of("/bin/sh", "-c", "exec 6>/dev/null; exec \"$@\"", "sh"));
            line.addAll(words);
            line.addAll(argv);
            return line;
        }

        private static void exec(List<String> command) throws Exception {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .isZero();
        }
    }
}
