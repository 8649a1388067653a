package dev.baton.workspace;

import dev.baton.git.RefName;
import dev.baton.model.Sha;
import dev.baton.model.Task;

/** Names of a task's refs in its mirror. The task's key is made safe, injectively. */
record TaskRefs(String prefix) {
    static TaskRefs of(Task task) {
        return new TaskRefs("refs/baton/task/" + RefName.part(task.key()) + "/");
    }

    String base() {
        return prefix + "base";
    }

    String head() {
        return prefix + "head";
    }

    String visit(long visit) {
        return prefix + "visit/" + visit;
    }

    /** The base as it was when the visit was first prepared. */
    String visitBase(long visit) {
        return prefix + "visit-base/" + visit;
    }

    String kept() {
        return prefix + "kept/";
    }

    /** What the task's branch was in the clone when the run's commits were taken. */
    String taken(String unit) {
        return prefix + "taken/" + RefName.part(unit);
    }

    /** With the value in the name, so that a later value never replaces an earlier one. */
    String kept(String name, Sha sha) {
        return kept() + RefName.part(name) + "/" + sha;
    }
}
