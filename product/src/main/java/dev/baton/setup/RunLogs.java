package dev.baton.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the agents and the test of the sample wrote about themselves, run by run. */
final class RunLogs {
    private static final Pattern AGENT =
            Pattern.compile("^started \\S+: (\\S+), visit (\\d+), attempt (\\d+)$");
    private static final Pattern TESTED = Pattern.compile("^testing \\S+ at ([0-9a-f]{40,64})$");
    private static final Pattern REJECTED =
            Pattern.compile("^reviewed \\S+ at ([0-9a-f]{40,64}): changes-requested$");
    private static final String MERGE_TEST = "merge-test";

    private final Path runs;

    /**
     * @param runs the folder that has a folder for each run
     */
    RunLogs(Path runs) {
        this.runs = runs;
    }

    /**
     * What each program that was started was started for, as it wrote down itself: an attempt of an
     * agent, or a test of a commit in a visit. The name of the run would say less: one attempt that
     * was started as two runs is a repetition.
     */
    List<String> starts() {
        return lines().flatMap(line -> start(line).stream()).toList();
    }

    private static Optional<String> start(Line line) {
        Matcher agent = AGENT.matcher(line.text());
        if (agent.matches()) {
            return Optional.of("%s in visit %s, attempt %s"
                    .formatted(agent.group(1), agent.group(2), agent.group(3)));
        }
        Matcher tested = TESTED.matcher(line.text());
        return tested.matches()
                ? Optional.of("%s of %s".formatted(job(line.unit()), tested.group(1)))
                : Optional.empty();
    }

    /** The name of a run without its number. */
    private static String job(String unit) {
        return unit.replaceFirst("-\\d+$", "");
    }

    /** The commit that the last test before the merge ran on. */
    Optional<String> testedForMerge() {
        return last(lines().filter(line -> line.unit().contains(MERGE_TEST)), TESTED);
    }

    /** The head that the reviewer sent back last. */
    Optional<String> rejected() {
        return last(lines(), REJECTED);
    }

    private static Optional<String> last(Stream<Line> lines, Pattern pattern) {
        return lines.map(line -> pattern.matcher(line.text()))
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .reduce((earlier, later) -> later);
    }

    private record Line(String unit, String text) {}

    private Stream<Line> lines() {
        if (!Files.isDirectory(runs)) {
            return Stream.empty();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders
                    .sorted(java.util.Comparator.comparing(RunLogs::writtenAt))
                    .toList()
                    .stream()
                    .flatMap(folder -> Folders.text(folder.resolve("log"))
                            .lines()
                            .map(text -> new Line(folder.getFileName().toString(), text)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the logs in " + runs, e);
        }
    }

    private static java.nio.file.attribute.FileTime writtenAt(Path folder) {
        try {
            Path log = folder.resolve("log");
            return Files.getLastModifiedTime(Files.exists(log) ? log : folder);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the time of " + folder, e);
        }
    }
}
