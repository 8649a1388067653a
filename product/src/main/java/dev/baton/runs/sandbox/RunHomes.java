package dev.baton.runs.sandbox;

import dev.baton.runs.CacheCopy;
import dev.baton.runs.Caches;
import dev.baton.runs.RunHome;
import dev.baton.runs.RunHome.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The home folders of runs, one for a project and role. What lies in one was written by runs, so it
 * is entered through {@link RunFolder} only. Safe for use by many threads.
 */
final class RunHomes {
    private static final Logger log = LoggerFactory.getLogger(RunHomes.class);

    private final Path root;
    private final Map<Path, Object> locks = new ConcurrentHashMap<>();

    RunHomes(Path root) {
        this.root = root;
    }

    /**
     * Makes it, if it is not there, and puts into it what the operator's home has for it: logins
     * that are newer, and caches that the build asks for and it has not.
     *
     * @param operators the home folder of the server's user
     * @param build the folder of the run
     */
    Kept ready(RunHome home, Path operators, Path build) {
        Path folder = root.resolve(home.place());
        Path aside = root.resolve("+aside").resolve(home.place());
        Object lock = locks.computeIfAbsent(folder, _ -> new Object());
        synchronized (lock) {
            try {
                make(folder);
                make(aside);
                // A run may have closed its own.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                RunFolder inside = new RunFolder(folder, aside);
                for (Login login : home.logins()) {
                    inside.write(login.path(), login.text(), login.changed());
                }
                Caches.wanted(build)
                        .filter(cache -> Files.isDirectory(operators.resolve(cache)))
                        .forEach(cache -> seed(inside, cache, operators.resolve(cache), folder));
                return new Kept(folder, operators, inside, lock);
            } catch (IOException e) {
                throw new UncheckedIOException(folder + ": expected to make this home", e);
            }
        }
    }

    private static void make(Path folder) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void seed(RunFolder inside, Path cache, Path operators, Path folder) {
        try {
            if (inside.has(cache)) {
                return;
            }
            switch (CacheCopy.of(operators, inside.aside().resolve("cache"))) {
                case CacheCopy.Copied(long files, long bytes) -> {
                    inside.moveIn(inside.aside().resolve("cache"), cache);
                    log.info(
                            "{}: {} files ({} MiB) of {} copied into it",
                            folder,
                            files,
                            bytes >> 20,
                            operators);
                }
                case CacheCopy.TooLarge(String why) -> {
                    inside.folder(cache);
                    log.warn("{}: {} is not copied into it: {}", folder, operators, why);
                }
            }
        } catch (IOException e) {
            // A build without its cache is slow, and that is all.
            log.warn("{}: {} could not be copied into it", folder, operators, e);
        }
    }

    /**
     * A home that is ready.
     *
     * @param lock held by whoever puts something into it: one place aside is all there is
     */
    record Kept(Path folder, Path operators, RunFolder inside, Object lock) {
        /** Puts it where the operator's would be, with a way to everything that is seen in it. */
        void into(View view) {
            synchronized (lock) {
                place(view, operators);
                Path real = View.real(operators);
                if (!real.equals(operators)) {
                    place(view, real);
                }
            }
        }

        private void place(View view, Path home) {
            view.openAt(home, folder);
            try {
                for (Path pin : view.pins(home)) {
                    inside.folder(home.relativize(pin));
                    view.openAt(pin, folder.resolve(home.relativize(pin)));
                }
                for (Path inner : view.inside(home)) {
                    if (view.needsPlaceIn(folder, inner)) {
                        Path place = home.relativize(inner);
                        if (view.isFolder(inner)) {
                            inside.folder(place);
                        } else {
                            inside.file(place);
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(folder + ": expected to make folders in it", e);
            }
        }
    }
}
