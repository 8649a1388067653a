package dev.baton.runs.process;

import dev.baton.runs.process.UnitFolder.Inside;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pid namespaces that the steps of a unit are shut in. The kernel ends everything in a
 * namespace before its first process is gone, so a dead first process proves that nothing lives.
 */
record Insides(Processes processes, UnitFolder unit) {

    /** First processes that live: whoever kills one kills all that is with it. */
    Set<Long> living() {
        return unit.insides().stream()
                .flatMap(Optional::stream)
                .filter(inside -> present(inside.first()))
                .filter(inside ->
                        namespaceOf(inside).filter(inside.namespace()::equals).isPresent())
                .map(Inside::first)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether nothing can live. Only where every step that began was noted; to be asked after the
     * supervisor and the enclosing programs were seen dead, because those begin steps.
     */
    boolean provenDead() {
        List<Optional<Inside>> noted = unit.insides();
        return unit.enclosed()
                && noted.stream().allMatch(inside -> inside.filter(this::dead).isPresent());
    }

    /** A pid may have been given to somebody else; only a look at its namespace can tell. */
    private boolean dead(Inside inside) {
        return !present(inside.first())
                || namespaceOf(inside)
                        .filter(found -> !found.equals(inside.namespace()))
                        .isPresent();
    }

    private Optional<String> namespaceOf(Inside inside) {
        return processes.pidNamespace(inside.first());
    }

    private boolean present(long pid) {
        return processes.find(pid).filter(found -> !found.zombie()).isPresent();
    }
}
