package dev.baton.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tries whether bubblewrap really works here: as this user, under this kernel. */
public final class BubblewrapProbe {
    /** What every run is shut in with, whatever else it gets. */
    public static final List<String> WALLS = List.of(
            "--unshare-pid",
            "--unshare-ipc",
            "--die-with-parent",
            // Run by root it would leave root its powers, and with them a way out.
            "--cap-drop",
            "ALL");

    /** The kernel's own folders, each anew; to be said after what lies around them. */
    public static final List<String> KERNEL = List.of(
            "--dev",
            "/dev",
            "--remount-ro",
            "/dev",
            "--proc",
            "/proc",
            // The switches of the kernel belong to root whatever powers it gave up.
            "--ro-bind",
            "/proc/sys",
            "/proc/sys",
            "--ro-bind-try",
            "/proc/sysrq-trigger",
            "/proc/sysrq-trigger",
            "--ro-bind-try",
            "/proc/fs",
            "/proc/fs",
            "--ro-bind-try",
            "/proc/acpi",
            "/proc/acpi");

    private static final List<String> REST = List.of(
            "--perms",
            "1777",
            "--tmpfs",
            "/tmp",
            // As for a run: a version that cannot tell is of no use.
            "--info-fd",
            "1",
            "--",
            "/bin/sh",
            "-c",
            ":");

    private static final long SECONDS_MAX = 10;
    private static final Path SYSCTL = Path.of("/proc/sys");

    private BubblewrapProbe() {}

    /** What came of it. */
    public sealed interface Answer {}

    /**
     * @param sized whether it can bound the size of private folders
     */
    public record Works(Path program, boolean sized) implements Answer {}

    /** It does not, for this reason; what to do about it stands in {@code next}. */
    public record Fails(String why, String next) implements Answer {}

    /**
     * @param path the search path, as in the variable PATH
     */
    public static Answer look(String path) {
        return Stream.of(path.split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "bwrap"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(BubblewrapProbe::attempt)
                .orElseGet(() -> new Fails(
                        "expected the program bwrap on PATH, found none",
                        "apt-get install bubblewrap (dnf, pacman, apk: the same name)"));
    }

    private static Answer attempt(Path program) {
        Answer sized = attempt(program, List.of("--size", "1048576"));
        return sized instanceof Works ? sized : attempt(program, List.of());
    }

    private static Answer attempt(Path program, List<String> size) {
        List<String> line = Stream.of(
                        List.of(program.toString()),
                        WALLS,
                        List.of("--ro-bind", "/", "/"),
                        KERNEL,
                        size,
                        REST)
                .flatMap(List::stream)
                .toList();
        try {
            Process process = start(line);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return fails(program + " did not end within " + SECONDS_MAX + " s");
            }
            String said = new String(
                            process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                    .strip();
            if (process.exitValue() != 0) {
                return fails(program + ": " + said.lines().findFirst().orElse("said nothing"));
            }
            return said.contains("\"child-pid\"")
                    ? new Works(program, !size.isEmpty())
                    : fails(program + " does not tell the pid of what it runs; it is too old");
        } catch (IOException e) {
            return fails(program + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fails(program + ": interrupted");
        }
    }

    private static Process start(List<String> line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        return builder.start();
    }

    private static Fails fails(String why) {
        return new Fails(why, remedy());
    }

    /** The switches of distributions and kernels that forbid namespaces to ordinary users. */
    private static String remedy() {
        if (is("kernel/apparmor_restrict_unprivileged_userns", "1")) {
            return "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor"
                    + " profile for bwrap with the rule 'userns,'";
        }
        if (is("kernel/unprivileged_userns_clone", "0")) {
            return "sysctl -w kernel.unprivileged_userns_clone=1";
        }
        if (is("user/max_user_namespaces", "0")) {
            return "sysctl -w user.max_user_namespaces=10000";
        }
        return "run the server where namespaces are allowed: most containers forbid them";
    }

    private static boolean is(String key, String wanted) {
        return value(key).filter(wanted::equals).isPresent();
    }

    private static Optional<String> value(String key) {
        try {
            return Optional.of(Files.readString(SYSCTL.resolve(key)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
