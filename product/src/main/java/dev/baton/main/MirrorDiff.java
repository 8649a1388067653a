package dev.baton.main;

import dev.baton.git.GitCommand;
import dev.baton.git.GitResult;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.web.board.DiffSource;
import dev.baton.workspace.Mirror;
import dev.baton.workspace.Mirrors;

import java.time.Duration;
import java.util.Optional;

/** What a task's branch changes, from the private mirror: no agent can write there. */
final class MirrorDiff implements DiffSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    /** What a person may read; a page of more would only be slow. */
    private static final int LENGTH_MAX = 600_000;

    private final Mirrors mirrors;

    MirrorDiff(Mirrors mirrors) {
        this.mirrors = mirrors;
    }

    @Override
    public Optional<Diff> of(Task task) {
        Sha base = task.baseSha();
        Sha head = task.head();
        if (base == null || head == null) {
            return Optional.empty();
        }
        Mirror mirror = mirrors.of(task.project());
        if (!mirror.has(base) || !mirror.has(head)) {
            return Optional.empty();
        }
        GitCommand command = mirror.in(
                        "diff",
                        "--no-color",
                        "--no-ext-diff",
                        "--no-textconv",
                        "--find-renames",
                        "--end-of-options",
                        base + "..." + head)
                .within(TIMEOUT);
        GitResult result = mirror.require(command);
        String text = result.out();
        boolean cut = text.length() > LENGTH_MAX;
        return Optional.of(
                new Diff(cut ? text.substring(0, LENGTH_MAX) : text, cut || result.cut()));
    }
}
