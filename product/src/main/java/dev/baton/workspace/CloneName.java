package dev.baton.workspace;

import dev.baton.git.RefName;
import dev.baton.model.Run;
import dev.baton.model.Task;

import java.nio.file.Path;

/**
 * Which clone: every job of a visit has its own, so nobody works, and nobody reviews, in what
 * another left. Further attempts of the job work in the same one.
 *
 * @param job the name of the job, which is the role of its agent
 */
public record CloneName(String taskKey, long visit, String job) {
    public static CloneName of(Task task, Run run) {
        return new CloneName(task.key(), run.visit(), run.jobName());
    }

    /** Below the folder of the task. */
    String folder() {
        return "v" + visit + "-" + RefName.part(job);
    }

    Path under(Path clones) {
        return clones.resolve(RefName.part(taskKey)).resolve(folder());
    }
}
