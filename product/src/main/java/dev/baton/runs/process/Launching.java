package dev.baton.runs.process;

import dev.baton.runs.Enclosure;
import dev.baton.runs.LaunchListener;
import dev.baton.runs.LaunchListener.Step;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit.Launch;
import dev.baton.runs.RunUnit.Launched;
import dev.baton.runs.RunUnit.Refused;
import dev.baton.runs.RunUnit.Unclear;
import dev.baton.runs.process.Killing.Bounds;
import dev.baton.runs.process.UnitFolder.Claim;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Starts supervisors. */
final class Launching {
    private static final Duration STEP = Duration.ofMillis(2);
    private static final int BLOCK = 512;
    private static final String NOTHING = "/dev/null";

    private final Processes processes;
    private final Mark mark;
    private final Patience patience;
    private final Bounds bounds;
    private final Enclosure enclosure;
    private final UnitGroups groups;
    private final LaunchListener listener;
    private final String script;

    Launching(
            Processes processes,
            Mark mark,
            Patience patience,
            Bounds bounds,
            Enclosure enclosure,
            UnitGroups groups,
            LaunchListener listener) {
        this.processes = processes;
        this.mark = mark;
        this.patience = patience;
        this.bounds = bounds;
        this.enclosure = enclosure;
        this.groups = groups;
        this.listener = listener;
        this.script = script();
    }

    Launch launch(UnitFolder unit, LaunchSpec spec) {
        if (!passable(spec)) {
            return refused(
                    spec,
                    "an argument or variable cannot be passed on unchanged in this server's locale;"
                            + " next: start it with LC_ALL=C.UTF-8");
        }
        if (unit.claim() == Claim.NONE && !Files.isDirectory(spec.folder())) {
            return refused(spec, "expected a folder to work in, found none at " + spec.folder());
        }
        unit.create();
        if (unit.claim() == Claim.NONE) {
            prepare(unit, spec);
            listener.reached(Step.PREPARED);
            Process child;
            try {
                child = start(unit, spec);
            } catch (IOException | IllegalArgumentException e) {
                return refused(spec, "cannot start its supervisor: " + e.getMessage());
            }
            listener.reached(Step.STARTED);
            patience.until(bounds.start(), STEP, () -> claimSettled(unit) || !child.isAlive());
            if (!child.isAlive() && unit.claim() == Claim.NONE) {
                return refused(spec, "its supervisor ended without a claim: " + errors(unit));
            }
        }
        patience.until(bounds.identity(), STEP, () -> claimSettled(unit));
        if (unit.claim() == Claim.SUPERVISOR) {
            listener.reached(Step.CLAIMED);
        }
        return answer(unit, spec);
    }

    private static Launch answer(UnitFolder unit, LaunchSpec spec) {
        return switch (unit.claim()) {
            case TOMBSTONE -> refused(spec, "it was poisoned, so it never starts");
            case NONE ->
                new Unclear("run %s: started, but nothing claimed it yet".formatted(spec.unit()));
            case SUPERVISOR ->
                unit.identity()
                        .<Launch>map(Launched::new)
                        .orElseGet(() -> new Unclear("run %s: claimed, but no identity is there yet"
                                .formatted(spec.unit())));
        };
    }

    /**
     * In a locale such as C, Java replaces what it cannot encode by question marks when it starts a
     * program, and says nothing; only for paths, which have the same encoding, it refuses.
     */
    private static boolean passable(LaunchSpec spec) {
        try {
            for (String word : spec.argv()) {
                var _ = Path.of(word);
            }
            for (String value : spec.environment().values()) {
                var _ = Path.of(value);
            }
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean claimSettled(UnitFolder unit) {
        return unit.identity().isPresent() || unit.claim() == Claim.TOMBSTONE;
    }

    private void prepare(UnitFolder unit, LaunchSpec spec) {
        unit.write("boot", processes.osBoot());
        unit.write("prologue", spec.prologue());
        unit.write("epilogue", spec.epilogue());
        unit.write("supervise.sh", script);
        unit.write("limits", LimitLines.of(spec.confinement().limits()));
        shutIn(unit, spec, UnitFolder.ENCLOSURE);
        unit.write(UnitFolder.GROUP, groups.make(spec));
        // Git runs in prologue and epilogue, for a clone that agents have: neither the results nor
        // the home are for it, and the home is made ready once a launch.
        LaunchSpec scripts = spec.out(null).in(spec.confinement().at(null));
        shutIn(unit, scripts, UnitFolder.ENCLOSURE_OF_SCRIPTS);
    }

    private void shutIn(UnitFolder unit, LaunchSpec spec, String file) {
        List<String> around =
                enclosure.around(spec, List.of(unit.file("prologue"), unit.file("epilogue")));
        if (!around.isEmpty()) {
            unit.write(
                    file,
                    around.stream()
                            .map(Launching::quoted)
                            .collect(Collectors.joining(" ", "set -- ", " \"$@\"\n")));
        }
    }

    /** Between single quotes nothing means anything to a shell but the quote itself. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** setsid takes the place of our child, so that the exit notice is that of the supervisor. */
    private Process start(UnitFolder unit, LaunchSpec spec) throws IOException {
        long blocks = Math.ceilDiv(spec.logBytesMax(), BLOCK);
        Path stdin = spec.stdin();
        Path out = spec.out();
        List<String> line = new ArrayList<>(List.of(
                "setsid",
                "/bin/sh",
                unit.script().toString(),
                unit.path().toString(),
                Long.toString(blocks),
                stdin == null ? NOTHING : stdin.toAbsolutePath().toString(),
                unit.enclosed() ? unit.file(UnitFolder.ENCLOSURE).toString() : "",
                out == null ? "" : out.toAbsolutePath().toString()));
        line.addAll(spec.argv());
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(spec.folder().toFile())
                .redirectInput(new File(NOTHING))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.appendTo(unit.errors().toFile()));
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        builder.environment().put(LaunchSpec.TAG, spec.unit());
        builder.environment().put(LaunchSpec.MARK, mark.of(spec.unit()));
        return builder.start();
    }

    private static String errors(UnitFolder unit) {
        try {
            return Files.readString(unit.errors(), StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            return "it said nothing";
        }
    }

    private static Refused refused(LaunchSpec spec, String why) {
        return new Refused("run %s: %s".formatted(spec.unit(), why));
    }

    private static String script() {
        try (InputStream in = Launching.class.getResourceAsStream("supervise.sh")) {
            if (in == null) {
                throw new IllegalStateException("supervise.sh is not beside its class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
