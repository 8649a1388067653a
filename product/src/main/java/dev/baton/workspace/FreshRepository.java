package dev.baton.workspace;

import dev.baton.git.GitCommand;
import dev.baton.git.GitIdentity;
import dev.baton.model.Sha;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a repository with a work tree out of the mirror: exactly what some commits need, in a pack
 * of its own. The files around it are written by hand, so two git processes are enough, and both
 * run before anybody else has been there.
 *
 * <p>The pack is written by the mirror's git straight into the new folder: what the mirror has
 * packed is copied, not taken apart and checked once more as a fetch does. Links to the mirror's
 * objects, or alternates, would be cheaper still, but they would let an agent write to them or
 * read the commits of other tasks.
 */
final class FreshRepository {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Mirror mirror;

    FreshRepository(Mirror mirror) {
        this.mirror = mirror;
    }

    /**
     * @param folder made anew, whatever was there
     * @param head what HEAD is to say: a symbolic ref or a commit
     * @param refs all that there are
     * @param identity who commits there; null = whoever works there says so
     */
    void make(Path folder, String head, Map<String, Sha> refs, @Nullable GitIdentity identity) {
        Folders.delete(folder);
        Path dotGit = folder.resolve(".git");
        Folders.make(dotGit.resolve("objects/pack"));
        Folders.make(dotGit.resolve("objects/info"));
        Folders.make(dotGit.resolve("refs/heads"));
        Folders.make(dotGit.resolve("info"));
        Folders.write(dotGit.resolve("HEAD"), head + "\n");
        Folders.write(dotGit.resolve("config"), config(identity));
        Folders.write(dotGit.resolve("info/exclude"), BatonFolders.EXCLUDED);
        Folders.write(dotGit.resolve("packed-refs"), packed(refs));
        StringBuilder wanted = new StringBuilder();
        refs.values().forEach(sha -> wanted.append(sha).append('\n'));
        mirror.require(mirror.in("pack-objects", "--quiet", "--revs", "--delta-base-offset")
                .and("--window=0", dotGit.resolve("objects/pack/pack").toString())
                .input(wanted.toString())
                .within(TIMEOUT));
        mirror.require(GitCommand.in(dotGit, "reset", "--quiet", "--hard")
                .workTree(folder)
                .within(TIMEOUT));
    }

    private static String packed(Map<String, Sha> refs) {
        StringBuilder lines = new StringBuilder("# pack-refs with: sorted\n");
        new TreeMap<>(refs)
                .forEach((ref, sha) -> lines.append(sha).append(' ').append(ref).append('\n'));
        return lines.toString();
    }

    static String config(@Nullable GitIdentity identity) {
        String core = """
                [core]
                \trepositoryFormatVersion = 0
                \tfileMode = true
                \tbare = false
                \tlogAllRefUpdates = true
                """;
        return identity == null
                ? core
                : core
                        + "[user]\n\tname = %s\n\temail = %s\n"
                                .formatted(quoted(identity.name()), quoted(identity.email()));
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
