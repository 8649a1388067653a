package dev.baton.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder with a server's git and repositories of a user, for tests. What people and agents do
 * with git is done by {@link #git}, with none of the server's precautions.
 */
public final class GitWorld {
    public static final String PATH = "/usr/local/bin:/usr/bin:/bin";
    public static final GitIdentity BATON = new GitIdentity("Baton", "baton@localhost");

    private final Path root;
    private final Git git;

    public GitWorld(Path root) {
        this.root = root.toAbsolutePath();
        this.git = new Git(GitSettings.of(PATH, this.root.resolve("data/git-home"), BATON));
    }

    public Path root() {
        return root;
    }

    public Path data() {
        return root.resolve("data");
    }

    public Git git() {
        return git;
    }

    /** A bare repository whose main has one commit with {@code README}. */
    public Path bare(String name) {
        Path checkout = checkout(name + "-seed");
        git(root, "clone", "-q", "--bare", checkout.toString(), name);
        return root.resolve(name);
    }

    /** An ordinary repository, main checked out, with one commit. */
    public Path checkout(String name) {
        Path folder = empty(name);
        commit(folder, "README", "hello\n", "first");
        return folder;
    }

    public Path empty(String name) {
        git(root, "init", "-q", "-b", "main", name);
        Path folder = root.resolve(name);
        git(folder, "config", "user.name", "User");
        git(folder, "config", "user.email", "user@localhost");
        return folder;
    }

    public String commit(Path checkout, String file, String text, String message) {
        write(checkout.resolve(file), text);
        git(checkout, "add", "-A");
        git(checkout, "commit", "-q", "-m", message);
        return head(checkout);
    }

    public String head(Path repository) {
        return git(repository, "rev-parse", "HEAD");
    }

    /** Every ref with its value, as a picture to compare. */
    public Map<String, String> refs(Path repository) {
        Map<String, String> refs = new TreeMap<>();
        git(repository, "for-each-ref", "--format=%(refname) %(objectname)")
                .lines()
                .forEach(line -> {
                    int space = line.indexOf(' ');
                    refs.put(line.substring(0, space), line.substring(space + 1));
                });
        return refs;
    }

    /**
     * Runs git as a person would; must succeed. Answers what it printed, without the last break.
     */
    public String git(Path folder, String... arguments) {
        Ended ended = run(folder, command("git", arguments));
        assertThat(ended.exit())
                .as("git %s in %s: %s", List.of(arguments), folder, ended.out())
                .isZero();
        return ended.out().stripTrailing();
    }

    /** What a process printed (both streams) and how it ended. */
    public record Ended(int exit, String out) {}

    public Ended sh(Path folder, String script) {
        return run(folder, List.of("sh", "-c", script));
    }

    public Ended run(Path folder, List<String> command) {
        try {
            Path out = Files.createTempFile(root, "out", null);
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().clear();
            builder.environment().put("PATH", PATH);
            builder.environment().put("HOME", root.toString());
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            process.getOutputStream().close();
            Eventually.end(process);
            String text =
                    new String(Files.readAllBytes(out), java.nio.charset.StandardCharsets.UTF_8);
            Files.delete(out);
            return new Ended(process.exitValue(), text);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException cause) {
            throw new AssertionError(cause);
        }
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return command;
    }
}
