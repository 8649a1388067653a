package dev.baton.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/windows.md} names tests that exist, for each of the 25 windows. */
class WindowsPageTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|Contract))\\.(\\w+)`");
    private static final Pattern ROW = Pattern.compile("\\| W(\\d+) \\|");

    private final Path root = Path.of(System.getProperty("baton.root", ".."));

    private String page() throws IOException {
        return Files.readString(root.resolve("docs/windows.md"));
    }

    @Test
    void hasEachWindowOnce() throws IOException {
        List<Integer> windows = new ArrayList<>();
        Matcher rows = ROW.matcher(page());
        while (rows.find()) {
            windows.add(Integer.valueOf(rows.group(1)));
        }
        assertThat(windows).isEqualTo(IntStream.rangeClosed(1, 25).boxed().toList());
    }

    @Test
    void namesTestsThatAreThere() throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(page());
        int found = 0;
        while (named.find()) {
            found++;
            if (!source(named.group(1)).contains("void " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThanOrEqualTo(25);
    }

    private String source(String type) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("product/src/test/java"))) {
            Path file = files.filter(path -> path.endsWith(type + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + type + ".java"));
            return Files.readString(file);
        }
    }
}
