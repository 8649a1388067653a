package dev.baton.runs.sandbox;

import dev.baton.runs.BubblewrapProbe;
import dev.baton.runs.Enclosure;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunHome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shuts units in with bwrap. */
public final class Bubblewrap implements Enclosure {
    private static final Path TMP = Path.of("/tmp");
    private static final Path HOMELESS = Path.of("/");
    private static final long TMP_BYTES_MAX = 4L << 30;
    private static final long SMALL_BYTES_MAX = 64L << 20;
    private static final String MODULES = "node_modules";

    private final BubblewrapSettings settings;
    private final RunHomes homes;

    public Bubblewrap(BubblewrapSettings settings) {
        this.settings = settings;
        this.homes = new RunHomes(settings.data().resolve("homes"));
    }

    @Override
    public List<String> around(LaunchSpec spec, List<Path> shown) {
        if (!spec.confinement().shut()) {
            return List.of();
        }
        View view = new View();
        List<String> words = new ArrayList<>();
        words.add(settings.program().toString());
        words.addAll(BubblewrapProbe.WALLS);
        words.addAll(List.of("--info-fd", Integer.toString(NOTE)));
        words.addAll(BubblewrapProbe.KERNEL);
        build(view, spec, shown);
        words.addAll(view.words());
        // Of the server's there may be nothing at that place inside.
        words.addAll(List.of("--setenv", "TMPDIR", TMP.toString()));
        words.addAll(List.of("--chdir", spec.folder().toString(), "--"));
        return List.copyOf(words);
    }

    private void build(View view, LaunchSpec spec, List<Path> shown) {
        SystemFolders.show(view);
        view.empty(TMP, bytes(spec, TMP_BYTES_MAX));
        view.empty(Path.of("/var/tmp"), bytes(spec, TMP_BYTES_MAX));
        view.empty(Path.of("/dev/shm"), bytes(spec, TMP_BYTES_MAX));
        view.empty(Path.of("/run"), bytes(spec, SMALL_BYTES_MAX));
        // Names are looked up with a file that many systems have a link to below /run.
        view.uncover(Path.of("/etc/resolv.conf"));
        Optional<Path> home = settings.home().filter(folder -> !folder.equals(HOMELESS));
        tools(view, spec, home);

        spec.confinement().readable().forEach(view::show);
        spec.confinement().writable().forEach(path -> write(view, path));
        settings.repositories().stream().filter(Files::exists).forEach(view::protect);

        view.hide(settings.data());
        settings.secrets().stream().filter(Files::exists).forEach(view::hideIfSeen);
        shown.forEach(view::show);
        Optional.ofNullable(spec.stdin()).ifPresent(view::show);
        ofTheServer(spec).forEach(view::show);
        view.open(spec.folder());
        Path out = spec.out();
        if (out != null) {
            view.open(out);
            // Not the real path of the place: what lies there now is not what the prologue leaves.
            view.openAt(View.real(spec.folder()).resolve(LaunchSpec.OUT_SHOWN), View.real(out));
        }
        RunHome kept = spec.confinement().home();
        if (kept != null) {
            home.ifPresent(folder -> homes.ready(kept, folder, spec.folder()).into(view));
        }
    }

    /** Programs, wherever in the home or on PATH they lie. */
    private void tools(View view, LaunchSpec spec, Optional<Path> home) {
        home.ifPresent(folder -> view.empty(folder, bytes(spec, SMALL_BYTES_MAX)));
        home.map(Toolchains::new).ifPresent(tools -> tools.show(view));
        List<Path> tools = harmless(home, settings.tools()).toList();
        tools.forEach(view::uncover);
        harmless(
                        home,
                        tools.stream()
                                .flatMap(Toolchains::targets)
                                .filter(target -> !view.sees(target))
                                .map(Toolchains::around)
                                .distinct()
                                .toList())
                .forEach(view::uncover);
        program(view, spec, home);
    }

    /** What a run needs although it lies in the data folder. */
    private Stream<Path> ofTheServer(LaunchSpec spec) {
        Stream<Path> readable = spec.confinement().readable().stream();
        return Stream.concat(readable, Stream.of(Path.of(spec.argv().getFirst())))
                .filter(path -> path.startsWith(settings.data()));
    }

    /** They are memory, so half of what the run may use is the most. */
    private long bytes(LaunchSpec spec, long max) {
        long half = spec.confinement().limits().memoryBytes() / 2;
        return settings.sized() ? Math.min(max, half) : 0;
    }

    /** None that holds the home, or is the machine or the private folder as a whole. */
    private static Stream<Path> harmless(Optional<Path> home, List<Path> folders) {
        return home.map(Toolchains::new)
                .map(tools -> tools.named(folders))
                .orElseGet(folders::stream)
                .filter(folder -> folder.getParent() != null && !TMP.startsWith(folder));
    }

    /** A script often has others beside it, and a module of node those that it depends on. */
    private void program(View view, LaunchSpec spec, Optional<Path> home) {
        Optional<Path> found = found(spec.argv().getFirst());
        if (found.isEmpty()) {
            return;
        }
        Path program = found.get();
        view.uncover(program);
        for (Path at : List.of(program, View.real(program))) {
            List<Path> beside = List.of(modules(at).orElse(at.resolveSibling("")));
            harmless(home, beside).forEach(view::uncover);
        }
    }

    private Optional<Path> found(String program) {
        Stream<Path> places = program.contains("/")
                ? Stream.of(Path.of(program)).filter(Path::isAbsolute)
                : settings.tools().stream().map(folder -> folder.resolve(program));
        return places.filter(Files::isRegularFile).findFirst();
    }

    private static Optional<Path> modules(Path program) {
        return Stream.iterate(program, at -> at != null, Path::getParent)
                .filter(at -> at.endsWith(MODULES))
                .reduce((inner, outer) -> outer);
    }

    private static void write(View view, Path path) {
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path);
            }
            view.open(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": expected to make this folder", e);
        }
    }
}
