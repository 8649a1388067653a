package dev.baton.workspace;

import dev.baton.model.Sha;
import dev.baton.model.Task;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away the clones of earlier jobs before the next is made, so that a task has one on disk,
 * however many visits it takes. What is committed or kept there goes to the mirror first. A clone
 * whose last run was not brought to an end by its epilogue may hold more than that, and is set
 * aside for a person.
 */
final class EarlierClones {
    /**
     * In {@code .git} of a clone that holds nothing but what its refs hold. It comes from the
     * agent's side and is believed, because it only speaks of the agent's own leftovers.
     */
    static final String CLEAN = "baton-clean";

    private static final Logger LOG = LoggerFactory.getLogger(EarlierClones.class);

    private final CloneReader reader;
    private final CloneFolders folders;

    EarlierClones(CloneReader reader, CloneFolders folders) {
        this.reader = reader;
        this.folders = folders;
    }

    /**
     * @param known what the mirror has already of the task
     */
    void clear(Task task, CloneName next, Collection<Sha> known) {
        for (Path clone : folders.others(next)) {
            Optional<String> unsaved =
                    reader.save(task, clone, "left-" + clone.getFileName(), known);
            if (unsaved.isPresent()) {
                folders.setAside(task.key(), clone, unsaved.get());
            } else if (Folders.isFile(clone.resolve(".git").resolve(CLEAN))) {
                Folders.delete(clone);
                LOG.debug("{}: removed clone {}", task.key(), clone);
            } else {
                folders.setAside(
                        task.key(), clone, "the last run in it was not brought to its end");
            }
        }
    }
}
