package dev.baton.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a mutant of some classes and runs the simulator in a class loader of its own for those,
 * the simulator, and whatever of Baton can reach them. What cannot is shared with all other
 * mutants: it is loaded, linked and compiled by then.
 */
final class MutantRun {
    private static final String OURS = "dev.baton.";
    private static final String SOURCES = "src/main/java/";

    private final Mutant mutant;
    private final Path root;

    MutantRun(Mutant mutant, Path root) {
        this.mutant = mutant;
        this.root = root;
    }

    /**
     * What a search came to.
     *
     * @param seed of the schedule that failed; null = all of them held
     */
    record Found(int tried, @Nullable Long seed, String kind, String text) {}

    int run(String[] args, PrintStream out, PrintStream err) {
        return inside(main -> (int) main.getMethod(
                        "run", String[].class, PrintStream.class, PrintStream.class, Path.class)
                .invoke(null, args, out, err, Path.of("")));
    }

    /** Until the first schedule that fails. */
    Found search(long seed, int schedules, byte[] image) {
        String[] found = inside(
                main -> (String[]) main.getMethod("search", long.class, int.class, byte[].class)
                        .invoke(null, seed, schedules, image));
        int tried = Integer.parseInt(found[0]);
        return found.length == 1
                ? new Found(tried, null, "", "")
                : new Found(tried, Long.valueOf(found[1]), found[2], found[3]);
    }

    /** Calls a method of the copy's main class. */
    @FunctionalInterface
    private interface Inside<T> {
        T call(Class<?> main) throws ReflectiveOperationException;
    }

    /** The sources as they would be. */
    Map<Path, String> sources() throws IOException {
        Map<Path, String> changed = new LinkedHashMap<>();
        for (Mutant.Edit edit : mutant.edits()) {
            Path file = root.resolve(edit.file());
            String text = changed.containsKey(file) ? changed.get(file) : Files.readString(file);
            int at = text.indexOf(edit.find());
            if (at < 0 || text.indexOf(edit.find(), at + 1) >= 0) {
                throw new IllegalStateException(
                        "mutant %s: expected its place once in %s, found it %s:%n%s"
                                .formatted(
                                        mutant.id(),
                                        edit.file(),
                                        at < 0 ? "nowhere" : "more than once",
                                        edit.find()));
            }
            changed.put(file, text.replace(edit.find(), edit.replace()));
        }
        return changed;
    }

    private void compile(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException(
                    "mutants are compiled: expected a JDK, found a Java without javac");
        }
        List<String> arguments = new ArrayList<>(List.of(
                "-d",
                folder.toString(),
                "-proc:none",
                "-nowarn",
                "-parameters",
                "-cp",
                classPath()));
        int n = 0;
        for (Map.Entry<Path, String> source : sources().entrySet()) {
            Path file = folder.resolve("source" + n++).resolve(source.getKey().getFileName());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("mutant " + mutant.id() + " does not compile");
        }
    }

    private <T> T inside(Inside<T> work) {
        try {
            Path folder = Files.createTempDirectory("baton-mutant");
            try {
                compile(folder);
                try (URLClassLoader loader = new Copy(folder, own())) {
                    return work.call(loader.loadClass(Main.class.getName()));
                }
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    "the run of mutant " + mutant.id() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no way into the mutant's copy", e);
        }
    }

    /** The packages that the mutant's copy has of its own. */
    private Set<String> own() {
        Set<String> changed = new LinkedHashSet<>();
        changed.add(packageOf(Main.class.getName().replace('.', '/')));
        for (Mutant.Edit edit : mutant.edits()) {
            String file = edit.file();
            changed.add(packageOf(file.substring(file.indexOf(SOURCES) + SOURCES.length())));
        }
        return Uses.READ.reaching(changed);
    }

    private static String packageOf(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Read once, by the first mutant. */
    private static final class Uses {
        static final PackageUses READ = new PackageUses(locations().stream()
                .map(location -> Path.of(URI.create(location)))
                .toList());
    }

    /** Another copy of some of Baton; everything else is shared. */
    private static final class Copy extends URLClassLoader {
        private final Set<String> own;

        Copy(Path folder, Set<String> own) throws IOException {
            super(urls(folder), MutantRun.class.getClassLoader());
            this.own = own;
        }

        private static URL[] urls(Path folder) throws IOException {
            List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
            for (String part : locations()) {
                urls.add(URI.create(part).toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OURS) || !own.contains(packageOf(name.replace('.', '/')))) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }
    }

    /** Where product and simulator are loaded from: jars or folders of classes. */
    private static Set<String> locations() {
        Set<String> locations = new LinkedHashSet<>();
        for (Class<?> type : List.of(Main.class, dev.baton.engine.Driver.class)) {
            locations.add(
                    type.getProtectionDomain().getCodeSource().getLocation().toString());
        }
        return locations;
    }

    private static String classPath() {
        List<String> parts = new ArrayList<>();
        for (String location : locations()) {
            Path at = Path.of(URI.create(location));
            parts.add(at.toString());
            Path lib = at.resolveSibling("lib");
            if (Files.isDirectory(lib)) {
                parts.add(lib + "/*");
            }
        }
        parts.add(System.getProperty("java.class.path"));
        return String.join(":", parts);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
