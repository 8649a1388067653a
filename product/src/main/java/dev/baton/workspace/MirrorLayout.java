package dev.baton.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a mirror that tell git what to do. They are ours alone: whatever else is found in
 * them is somebody's attempt to have git run it, so before each use they are made what they were.
 */
final class MirrorLayout {
    private static final Logger LOG = LoggerFactory.getLogger(MirrorLayout.class);
    private static final int SHOWN_MAX = 300;

    /** Byte for byte as git itself writes it. */
    private static final String CONFIG = """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = true
            \tlogAllRefUpdates = always
            \thooksPath = /dev/null
            [uploadpack]
            \tallowAnySHA1InWant = true
            [gc]
            \tauto = 0
            [receive]
            \tdenyCurrentBranch = refuse
            """;

    /** Another configuration, other objects, programs, what merges and filters: none of it ours. */
    private static final List<String> NEVER = List.of(
            "config.worktree",
            "commondir",
            "gitdir",
            "hooks",
            "info/attributes",
            "info/exclude",
            "info/grafts",
            "info/sparse-checkout",
            "modules",
            "objects/info/alternates",
            "objects/info/http-alternates",
            "worktrees");

    private final Path directory;

    MirrorLayout(Path directory) {
        this.directory = directory;
    }

    /** Puts right what is not as it was made; cheap where nothing is wrong. */
    void restore() {
        for (String name : NEVER) {
            Path found = directory.resolve(name);
            if (Folders.exists(found)) {
                LOG.warn(
                        "mirror {}: expected no {}, found one, which git would obey; deleted it",
                        directory,
                        name);
                Folders.delete(found);
            }
        }
        String text = config();
        if (!text.equals(CONFIG)) {
            LOG.warn(
                    "mirror {}: expected its configuration as Baton wrote it, found '{}'; wrote it"
                            + " anew",
                    directory,
                    foreign(text));
            write();
        }
    }

    boolean hasPacks() {
        Path packs = directory.resolve("objects/pack");
        try (Stream<Path> files = Files.list(packs)) {
            return files.anyMatch(file -> file.toString().endsWith(".pack"));
        } catch (NoSuchFileException cause) {
            return false;
        } catch (IOException cause) {
            throw Folders.failed("list", packs, cause);
        }
    }

    /** Whole or not at all, and in the place of a link, not through it. */
    void write() {
        Path draft = directory.resolve("config.new");
        Folders.delete(draft);
        Folders.write(draft, CONFIG);
        try {
            Files.move(draft, directory.resolve("config"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cause) {
            throw Folders.failed("replace", directory.resolve("config"), cause);
        }
    }

    private String config() {
        Path file = directory.resolve("config");
        if (!Folders.isFile(file)) {
            return Folders.exists(file) ? "(no plain file)" : "(no file)";
        }
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw Folders.failed("read", file, cause);
        }
    }

    private static String foreign(String text) {
        Set<String> ours = Set.copyOf(CONFIG.lines().map(String::strip).toList());
        String lines = text.lines()
                .map(String::strip)
                .filter(line -> !ours.contains(line))
                .collect(Collectors.joining("; "));
        return lines.length() > SHOWN_MAX ? lines.substring(0, SHOWN_MAX) + "…" : lines;
    }
}
