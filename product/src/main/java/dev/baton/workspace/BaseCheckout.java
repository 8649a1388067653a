package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.git.GitFailure;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;

import java.nio.file.Path;
import java.util.List;

/**
 * The base branch in a folder of its own, made as the checkouts of gates are, for whoever wants to
 * try something there before there is any task. Gone when closed.
 */
public final class BaseCheckout implements AutoCloseable {
    private static final String UNIT = "base";

    private final Path scratch;
    private final Mirror mirror;
    private final Sha tip;
    private final Path folder;

    private BaseCheckout(Path scratch, Mirror mirror, Sha tip, Path folder) {
        this.scratch = scratch;
        this.mirror = mirror;
        this.tip = tip;
        this.folder = folder;
    }

    /** What became of it. */
    public sealed interface Attempt {}

    public record Made(BaseCheckout checkout) implements Attempt {}

    /** The reason, for a person. */
    public record NotMade(String why) implements Attempt {}

    /**
     * @param scratch an absolute path; everything in it is deleted in the end
     */
    public static Attempt make(Git git, RepositorySettings repository, Path scratch) {
        WorkspaceSettings settings = WorkspaceSettings.in(scratch);
        Mirrors mirrors = new Mirrors(git, settings, List.of(repository));
        try {
            Mirror mirror = mirrors.of(repository.project());
            Sha tip = mirror.fetchBase();
            Path folder = new Checkouts(mirrors, settings).prepare(repository.project(), UNIT, tip);
            return new Made(new BaseCheckout(scratch, mirror, tip, folder));
        } catch (PermanentFailure | TransientFailure | GitFailure e) {
            Folders.delete(scratch);
            return new NotMade(String.valueOf(e.getMessage()));
        }
    }

    public Path folder() {
        return folder;
    }

    /** The commit, short. */
    public String commit() {
        return tip.abbreviated();
    }

    /** Whether tasks could push from here. */
    public PushCheck pushes(Git git) {
        return new PushCheck(git, mirror, tip);
    }

    @Override
    public void close() {
        Folders.delete(scratch);
    }
}
