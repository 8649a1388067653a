package dev.baton.engine;

import dev.baton.model.Evidence;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what an ended run left: fetches commits, reads its files. Repeatable: the same run
 * collected twice gives the same. Makes sure first that nothing of the run is alive any more.
 */
public interface Collector {
    Collected collect(Task task, Stage stage, Run run);

    /**
     * What was found.
     *
     * @param head the branch's head if the run could move it
     * @param baseSha where the work started from, when head is set
     * @param refused why the commits of the run were not taken, which makes it a failed attempt;
     *     null = they were
     */
    record Collected(
            @Nullable Sha head,
            @Nullable Sha baseSha,
            List<Named> evidence,
            @Nullable String refused) {
        public Collected {
            evidence = List.copyOf(evidence);
        }

        public Collected(@Nullable Sha head, @Nullable Sha baseSha, List<Named> evidence) {
            this(head, baseSha, evidence, null);
        }
    }

    /** Evidence and the question it answers, bound to the commit it speaks of. */
    record Named(String name, Sha subject, Evidence evidence) {}
}
