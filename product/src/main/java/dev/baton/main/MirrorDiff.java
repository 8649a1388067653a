package dev.baton.main;

import dev.baton.git.GitCommand;
import dev.baton.git.GitResult;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.text.Redaction;
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
    private final Redaction redaction;

    MirrorDiff(Mirrors mirrors, Redaction redaction) {
        this.mirrors = mirrors;
        this.redaction = redaction;
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
                new Diff(redaction.applyByLine(cut ? whole(text) : text), cut || result.cut()));
    }

    /** To a line end, since a secret that is cut in two would not be found. */
    private static String whole(String text) {
        int lineEnd = text.lastIndexOf('\n', LENGTH_MAX - 1);
        return text.substring(0, lineEnd < 0 ? 0 : lineEnd + 1);
    }
}
