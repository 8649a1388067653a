package dev.baton.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the agents and the test of the sample wrote about themselves, run by run. */
final class RunLogs {
    private static final Pattern START = Pattern.compile("^(started|testing) ");
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

    /** The unit of each start that the started program itself wrote down. */
    List<String> starts() {
        return lines().filter(line -> START.matcher(line.text()).find())
                .map(Line::unit)
                .toList();
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
                .filter(java.util.regex.Matcher::matches)
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
