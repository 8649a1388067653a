package dev.baton.workspace;

import dev.baton.git.RefName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clones lie: {@code clones/KEY/vN-JOB}. Up to version 0.2 a task had one clone, {@code
 * clones/KEY} itself: a run that was started there is also collected from there. The next clone
 * of the task takes its place, so one of the two is there, never both.
 */
record CloneFolders(WorkspaceSettings settings) {
    private static final Logger LOG = LoggerFactory.getLogger(CloneFolders.class);

    /** Where a clone is made. */
    Path path(CloneName name) {
        return name.under(settings.clones());
    }

    /** Where a run of that job was started. */
    Path find(CloneName name) {
        return single(name.taskKey()) ? ofTask(name.taskKey()) : path(name);
    }

    /** Whether the clone is one of a task, as they were before; its out files lie in it. */
    boolean single(String taskKey) {
        return Folders.exists(ofTask(taskKey).resolve(".git"));
    }

    /** Every clone of the task but that one. */
    List<Path> others(CloneName name) {
        Path ofTask = ofTask(name.taskKey());
        if (single(name.taskKey())) {
            return List.of(ofTask);
        }
        if (!Folders.isFolder(ofTask)) {
            Folders.delete(ofTask); // A link or a file that somebody put there.
            return List.of();
        }
        try (Stream<Path> folders = Files.list(ofTask)) {
            return folders.filter(folder -> !folder.equals(path(name))).sorted().toList();
        } catch (IOException cause) {
            throw Folders.failed("list", ofTask, cause);
        }
    }

    /** Where one is made before it is moved to its place. */
    Path draft(CloneName name) {
        return settings.clones()
                .resolve(".new-" + RefName.part(name.taskKey()) + "-" + name.folder());
    }

    /** Moves a clone out of the way with all that is in it. */
    void setAside(String taskKey, Path clone, String why) {
        String name = RefName.part(taskKey);
        int n = 1;
        while (Folders.exists(settings.setAside().resolve(name + "-" + n))) {
            n++;
        }
        Path target = settings.setAside().resolve(name + "-" + n);
        Folders.move(clone, target);
        LOG.warn("{}: clone {} moved to {}: {}", taskKey, clone, target, why);
    }

    private Path ofTask(String taskKey) {
        return settings.clones().resolve(RefName.part(taskKey));
    }
}
