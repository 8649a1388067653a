package dev.baton.setup;

import static dev.baton.setup.Check.fail;
import static dev.baton.setup.Check.ok;
import static dev.baton.setup.Check.warn;

import dev.baton.runs.GroupProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What has nothing to do with the settings: Java, git, who supervises the server. */
final class MachineChecks {
    private static final int JAVA_MIN = 25;

    /** Where the files of the service manager and the kernel are; another folder in tests. */
    private final Path root;

    private final Surroundings around;

    MachineChecks(Path root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    List<Check> all(GitHome git) {
        return Stream.concat(
                        Stream.of(java(Runtime.version().feature()), git(git)), systemd().stream())
                .toList();
    }

    Check java(int feature) {
        String found = feature + " (" + around.javaHome() + ")";
        return feature >= JAVA_MIN
                ? ok("java", found)
                : fail(
                        "java",
                        "expected " + JAVA_MIN + " or newer, found " + found,
                        "install a JDK " + JAVA_MIN + ", or point JAVA_HOME to one");
    }

    private static Check git(GitHome git) {
        return git.problem()
                .or(git::weakness)
                .map(problem -> Check.failed("git", problem))
                .orElseGet(() -> ok("git", git.version()));
    }

    /** Runs outlive the server only where the service manager lets them. */
    Optional<Check> systemd() {
        return unit().map(unit -> {
            String mode = value(unit, "KillMode").orElse("control-group");
            return mode.equals("process")
                    ? groups(unit)
                    : warn(
                            "systemd",
                            unit.getFileName() + ": expected KillMode=process, found " + mode
                                    + ": a restart of the server kills the agents that run",
                            "set KillMode=process in " + unit
                                    + " (see examples/baton.service), then systemctl"
                                    + " daemon-reload");
        });
    }

    /** Without them the server still watches its runs: no reason to warn an older systemd. */
    private static Check groups(Path unit) {
        String found = unit.getFileName() + " has KillMode=process";
        boolean held = value(unit, "DelegateSubgroup")
                        .filter(GroupProbe.SERVER::equals)
                        .isPresent()
                && value(unit, "Delegate").filter(words -> !words.equals("no")).isPresent();
        return ok(
                "systemd",
                held
                        ? found + ", and a control group for each run from systemd 254 on"
                        : found + ", but not Delegate=memory pids and DelegateSubgroup="
                                + GroupProbe.SERVER
                                + ": its runs are looked at, without control groups");
    }

    /** The unit this process runs in, else the one that the example installs. */
    private Optional<Path> unit() {
        Path units = root.resolve("etc/systemd/system");
        Stream<String> ours = around.environment().containsKey("INVOCATION_ID")
                ? Arrays.stream(Folders.text(root.resolve("proc/self/cgroup"))
                                .strip()
                                .split("/"))
                        .filter(name -> name.endsWith(".service"))
                : Stream.empty();
        return Stream.concat(ours, Stream.of("baton.service"))
                .map(units::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The last line counts, as for systemd; drop-in files come after the unit itself. */
    private static Optional<String> value(Path unit, String key) {
        Path dropIns = unit.resolveSibling(unit.getFileName() + ".d");
        return Stream.concat(Stream.of(unit), Folders.files(dropIns).stream())
                .flatMap(file -> Folders.text(file).lines())
                .map(String::strip)
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .reduce((earlier, later) -> later);
    }
}
