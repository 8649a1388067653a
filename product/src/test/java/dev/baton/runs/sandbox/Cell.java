package dev.baton.runs.sandbox;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.BubblewrapProbe;
import dev.baton.runs.Confinement;
import dev.baton.runs.Enclosure;
import dev.baton.runs.LaunchListener;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunHome;
import dev.baton.runs.RunUnit;
import dev.baton.runs.RunUnit.Exited;
import dev.baton.runs.RunUnit.Launched;
import dev.baton.runs.process.ProcessUnits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * A server's folders with what an agent must not touch, and real units shut in by bwrap. Nothing
 * that was launched here outlives the test.
 */
final class Cell implements AutoCloseable {
    static final String HIDDEN = "nobody-may-see-this";

    static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    /** What runs have in the place of the home, unless a test says else. */
    static final RunHome HOME = new RunHome("T", "developer", List.of());

    private static final Pattern FIRST = Pattern.compile("\"child-pid\": (\\d+)");

    final Path root;
    final Path data;
    final Path clone;
    final Path home;
    final RunUnit units;
    private final Enclosure enclosure;
    private final List<String> launched = new ArrayList<>();

    /** Skips the test, with the reason, where bubblewrap does not work. */
    Cell(Path root) throws IOException {
        this(root, "data");
    }

    /**
     * @param below where the data folder lies
     */
    Cell(Path root, String below) throws IOException {
        BubblewrapProbe.Works works = switch (BubblewrapProbe.look(PATH)) {
            case BubblewrapProbe.Works found -> found;
            case BubblewrapProbe.Fails(String why, String next) ->
                Assumptions.abort("bubblewrap: " + why + "; " + next);
        };
        this.root = root;
        this.data = Files.createDirectories(root.resolve(below));
        this.clone = data.resolve("clones/T-1");
        Files.createDirectories(clone.resolve(".baton/out"));
        this.home = Files.createDirectories(root.resolve("home"));
        hide(below + "/token");
        hide(below + "/baton.db");
        hide(below + "/clones/T-2/other.txt");
        hide(below + "/runs/other-1/log");
        hide("forge.key");
        hide("home/.ssh/id_ed25519");
        hide("home/.netrc");
        write("shop.git/config", "theirs");
        write("home/.profile", "theirs");
        write("tools/agent.sh", "theirs");
        this.enclosure = new Bubblewrap(new BubblewrapSettings(
                works.program(),
                works.sized(),
                data,
                Optional.of(home),
                List.of(),
                List.of(root.resolve("forge.key")),
                List.of(root.resolve("shop.git"))));
        this.units = ProcessUnits.in(
                data.resolve("runs"),
                System::nanoTime,
                enclosure,
                ProcessUnits.Groups.none(data.resolve("runs")),
                LaunchListener.NONE);
    }

    private void hide(String file) {
        write(file, HIDDEN);
    }

    void write(String file, String text) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LaunchSpec shell(String unit, String script, Path... writable) {
        return LaunchSpec.of(
                        unit,
                        clone,
                        List.of("/bin/sh", "-c", script, "agent"),
                        Map.of(
                                "PATH", PATH,
                                "HOME", home.toString(),
                                "ROOT", root.toString(),
                                "DATA", data.toString()))
                .in(Confinement.within(List.of(writable), List.of()).at(HOME));
    }

    ProcessIdentity launch(LaunchSpec spec) {
        launched.add(spec.unit());
        return switch (units.launch(spec)) {
            case Launched(ProcessIdentity identity) -> identity;
            case RunUnit.Refused(String why) -> throw new AssertionError(why);
            case RunUnit.Unclear(String why) -> throw new AssertionError(why);
        };
    }

    /** What lies in the home that runs share, and is not the operator's. */
    Path kept(String file) {
        return data.resolve("homes").resolve(HOME.place()).resolve(file);
    }

    /** Runs to the end and answers what it printed; the exit code is a line at the end. */
    String run(LaunchSpec spec) {
        launch(spec);
        return end(spec.unit());
    }

    String end(String unit) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> units.observe(unit) instanceof Exited);
        return log(unit) + "exit " + ((Exited) units.observe(unit)).code();
    }

    String log(String unit) {
        try {
            return Files.readString(units.logOf(unit));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitFile(String inClone) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(clone.resolve(inClone)));
    }

    /** Outside, as the server's user. */
    String sh(String command) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Pids, as seen from outside, of all that have this word in their command line. */
    static List<Long> pids(String word) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(words -> Arrays.asList(words).contains(word))
                        .isPresent())
                .filter(process -> alive(process.pid()))
                .map(ProcessHandle::pid)
                .toList();
    }

    static boolean alive(long pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat"))
                    .matches("(?s).*\\) [ZX] .*");
        } catch (IOException e) {
            return false;
        }
    }

    /** Who is first in the namespace of the command, as seen from outside. */
    long first(String unit) {
        String note = read("data/runs/" + unit + "/inside-command");
        Matcher matcher = FIRST.matcher(note);
        assertThat(matcher.find()).as(note).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        launched.forEach(
                unit -> assertThat(units.kill(unit, null)).isNotInstanceOf(RunUnit.Survived.class));
    }
}
