package dev.baton.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a demo keeps everything that it writes; absolute. */
record DemoFolder(Path root) {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");
    private static final int NAMES_SHOWN = 3;

    Path repository() {
        return root.resolve("greet.git");
    }

    Path agents() {
        return root.resolve("agents");
    }

    /** What deploys run, and how they are asked about. */
    Path deploy() {
        return root.resolve("deploy");
    }

    /** What is deployed to that environment. */
    Path site(String environment) {
        return root.resolve("sites").resolve(environment);
    }

    Path settings() {
        return root.resolve("baton.yaml");
    }

    Path data() {
        return root.resolve(".baton");
    }

    /** Of a database that is a server of its own. */
    Path database() {
        return root.resolve("postgresql");
    }

    Path serverLog() {
        return root.resolve("server.log");
    }

    /** A folder of that name that is new or empty; without a name a new one below {@code here}. */
    static DemoFolder make(@Nullable String wanted, Path here, LocalDateTime now) {
        Path root = wanted == null ? unused(here, now) : here.resolve(wanted).normalize();
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw refused(root, "a file");
            }
            Files.createDirectories(root);
            try (Stream<Path> entries = Files.list(root)) {
                List<String> names =
                        entries.map(p -> p.getFileName().toString()).sorted().toList();
                if (!names.isEmpty()) {
                    throw refused(root, contents(names));
                }
            }
            return new DemoFolder(root.toRealPath());
        } catch (IOException e) {
            throw SetupFailure.failed(
                    "folder-not-writable",
                    "demo folder " + root + ": expected to create it, found " + e,
                    "./baton demo --dir another folder");
        }
    }

    private static Path unused(Path here, LocalDateTime now) {
        String name = "baton-demo-" + MINUTE.format(now);
        Path first = here.resolve(name);
        return Stream.concat(
                        Stream.of(first),
                        Stream.iterate(2, n -> n + 1).map(n -> here.resolve(name + "-" + n)))
                .filter(path -> !Files.exists(path))
                .findFirst()
                .orElse(first);
    }

    private static String contents(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
        String more = names.size() > NAMES_SHOWN ? ", …" : "";
        String count = names.size() == 1 ? "1 entry" : names.size() + " entries";
        return count + " (" + shown + more + ")";
    }

    private static SetupFailure refused(Path root, String found) {
        return SetupFailure.failed(
                "folder-in-use",
                "demo folder " + root + ": expected a new or empty folder, found " + found,
                "./baton demo --dir " + root + "-2");
    }
}
