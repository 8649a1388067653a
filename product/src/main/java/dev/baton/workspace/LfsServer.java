package dev.baton.workspace;

import dev.baton.model.LfsPointer;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The port to who keeps the objects of Git LFS for a repository over https. */
@FunctionalInterface
public interface LfsServer {
    /** Nobody can be asked. */
    LfsServer NONE = (address, pointers) -> Optional.empty();

    /**
     * The ids of objects that it does not have; empty if it did not say.
     *
     * @param address of the repository, as the operator wrote it
     */
    Optional<Set<String>> missing(String address, List<LfsPointer> pointers);
}
