package dev.baton.runs.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Programs that lie in the home folder of the server's user. They are shown read-only; none of the
 * folders holds a login.
 */
final class Toolchains {
    private static final List<String> KNOWN = List.of(
            ".asdf/installs",
            ".asdf/shims",
            ".bun/bin",
            ".bun/install",
            ".cargo/bin",
            ".deno/bin",
            ".fnm",
            ".jbang/bin",
            ".jbang/currentjdk",
            ".jdks",
            ".linuxbrew",
            ".local/bin",
            ".local/lib",
            ".local/pipx/venvs",
            ".local/share/claude/versions",
            ".local/share/fnm",
            ".local/share/mise/installs",
            ".local/share/mise/shims",
            ".local/share/pipx/venvs",
            ".local/share/pnpm",
            ".local/share/uv/python",
            ".local/share/uv/tools",
            ".npm-global",
            ".npm-packages",
            ".nvm",
            ".opencode/bin",
            ".pyenv",
            ".rbenv",
            ".rustup",
            ".sdkman",
            ".volta",
            "go/bin",
            "miniconda3",
            "miniforge3");

    private static final List<Path> OF_THE_SYSTEM =
            List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"));

    private final List<Path> folders;
    private final Path home;

    Toolchains(Path home) {
        this.home = home;
        this.folders =
                KNOWN.stream().map(home::resolve).filter(Files::isDirectory).toList();
    }

    void show(View view) {
        folders.forEach(view::show);
    }

    /**
     * What links in a folder of PATH lead to. Those of the system lead to the system, so that
     * nobody has to read through thousands.
     */
    static Stream<Path> targets(Path folder) {
        if (OF_THE_SYSTEM.contains(View.real(folder))) {
            return Stream.empty();
        }
        List<Path> targets = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, Files::isSymbolicLink)) {
            for (Path link : entries) {
                if (Files.isRegularFile(link)) {
                    targets.add(View.real(link));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Nothing is found there by a run either.
            return Stream.empty();
        }
        return targets.stream();
    }

    /** The folder of a program, or the one that holds its {@code bin}; settings are hidden ones. */
    static Path around(Path program) {
        Path folder = program.resolveSibling("");
        Path above = folder.getParent();
        if (above == null || above.getFileName() == null || !folder.endsWith("bin")) {
            return folder;
        }
        return above.getFileName().toString().startsWith(".") ? folder : above;
    }

    /** Folders of PATH and the JDK, but none that holds the home: that would show all of it. */
    Stream<Path> named(List<Path> tools) {
        Path real = View.real(home);
        return tools.stream()
                .filter(Files::isDirectory)
                .filter(folder -> !home.startsWith(folder) && !real.startsWith(View.real(folder)));
    }
}
