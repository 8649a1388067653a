package dev.baton.runs.sandbox;

import dev.baton.runs.BubblewrapProbe;
import dev.baton.runs.Enclosure;
import dev.baton.runs.LaunchSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Shuts units in with bwrap. */
public final class Bubblewrap implements Enclosure {
    private final BubblewrapSettings settings;

    public Bubblewrap(BubblewrapSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<String> around(LaunchSpec spec, List<Path> shown) {
        if (!spec.confinement().shut()) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        words.add(settings.program().toString());
        words.addAll(BubblewrapProbe.WALLS);
        words.addAll(List.of("--info-fd", Integer.toString(NOTE)));
        words.addAll(view(spec, shown).words());
        // Of the server's there may be nothing at that place inside.
        words.addAll(List.of("--setenv", "TMPDIR", "/tmp"));
        words.addAll(List.of("--chdir", spec.folder().toString(), "--"));
        return List.copyOf(words);
    }

    private View view(LaunchSpec spec, List<Path> shown) {
        View view = new View();
        view.empty(Path.of("/var/tmp"));
        view.empty(Path.of("/run"));
        // Names are looked up with a file that many systems have a link to below /run.
        view.uncover(Path.of("/etc/resolv.conf"));
        settings.tools().forEach(view::uncover);
        program(view, spec);

        settings.home().ifPresent(folder -> {
            Home home = new Home(folder);
            view.uncover(folder);
            home.caches(spec.folder()).forEach(cache -> write(view, cache, false));
            home.credentials().forEach(view::hide);
        });
        spec.confinement().writable().forEach(path -> write(view, path, true));
        settings.repositories().stream().filter(Files::exists).forEach(view::protect);

        view.hide(settings.data());
        settings.secrets().stream().filter(Files::exists).forEach(view::hide);
        Stream.concat(shown.stream(), spec.confinement().readable().stream()).forEach(view::show);
        Path program = Path.of(spec.argv().getFirst());
        if (program.startsWith(settings.data())) {
            view.show(program);
        }
        view.open(spec.folder());
        return view;
    }

    /** A script often has others beside it. */
    private static void program(View view, LaunchSpec spec) {
        Path program = Path.of(spec.argv().getFirst());
        if (!program.isAbsolute() || !Files.exists(program)) {
            return;
        }
        view.uncover(program);
        view.uncover(program.resolveSibling(""));
        view.uncover(View.real(program).resolveSibling(""));
    }

    private static void write(View view, Path path, boolean needed) {
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path);
            }
            view.open(path);
        } catch (IOException e) {
            if (needed) {
                throw new UncheckedIOException(path + ": expected to make this folder", e);
            }
        }
    }
}
