package dev.baton.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bubblewrap is installed.
 *
 * @param text as the program says it
 */
public record BubblewrapVersion(int major, int minor, int patch, String text) {
    private static final Pattern SAID =
            Pattern.compile("bubblewrap ((\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?\\S*)");
    private static final long SECONDS_MAX = 10;

    /** Reads what {@code bwrap --version} says; empty for anything else. */
    public static Optional<BubblewrapVersion> parse(String said) {
        Matcher found = SAID.matcher(said.strip());
        return found.matches()
                ? Optional.of(new BubblewrapVersion(
                        Integer.parseInt(found.group(2)),
                        Integer.parseInt(found.group(3)),
                        found.group(4) == null ? 0 : Integer.parseInt(found.group(4)),
                        found.group(1)))
                : Optional.empty();
    }

    /** Empty where the program does not say. */
    public static Optional<BubblewrapVersion> of(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return parse(new String(
                    process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * What speaks against it: up to 0.4.0 a bwrap that is installed setuid root lets users become
     * root where the kernel has user namespaces, too (CVE-2020-5291).
     */
    public Optional<String> weakness() {
        boolean mended = major > 0 || minor > 4 || (minor == 4 && patch >= 1);
        return mended
                ? Optional.empty()
                : Optional.of("expected 0.4.1 or newer, found " + text
                        + ", which can make any user root if it is installed setuid"
                        + " (CVE-2020-5291)");
    }
}
