package dev.baton.engine;

import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Hold;
import dev.baton.model.Notice;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.store.HoldWrites.NewHold;
import dev.baton.store.Tx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a red deployment leaves behind, in the transaction that closes it: its last word in the
 * ledger, the holds and the alert.
 *
 * <p>A commit that landed and was red is still on the base, and in everything that landed after it.
 * So base and environment are held until a task that may pass has reached its end, or a person lets
 * go. An environment that could not be rolled back is held for everybody. What was red before it
 * landed holds nothing: the next deployment goes over it.
 */
final class Aftermath {
    private final InstantSource clock;

    Aftermath(InstantSource clock) {
        this.clock = clock;
    }

    /** The task goes on: it is the one that mends what it broke. */
    void judged(Tx tx, Task task, String unit) {
        tx.deployments()
                .byUnit(unit)
                .filter(line -> line.state() == DeploymentState.RED)
                .ifPresent(red -> close(tx, task, red, null, Set.of(task.id())));
    }

    /** A person sends the task elsewhere, or ends it: then nobody is left who mends it. */
    void left(Tx tx, Task task, String why, boolean mends) {
        tx.deployments().giveUpDoubt(task.id(), why, clock.instant());
        Set<TaskId> passes = mends ? Set.of(task.id()) : Set.of();
        tx.deployments().of(task.id()).stream()
                .filter(line -> line.state() == DeploymentState.RED)
                .forEach(red -> close(tx, task, red, why, passes));
    }

    /** The task is at its end, and what it brought is healthy: who waited for it may go on. */
    void mended(Tx tx, Task task) {
        tx.holds()
                .releasePassed(
                        task.id(), Hold.BATON + ": " + task.key() + " is done", clock.instant());
    }

    private void close(Tx tx, Task task, Deployment red, @Nullable String why, Set<TaskId> passes) {
        Optional<Deployment> rollback = tx.deployments().rollbackOf(red);
        boolean back =
                rollback.filter(r -> r.state() == DeploymentState.HEALTHY).isPresent();
        rollback.filter(r -> r.state() == DeploymentState.IN_DOUBT)
                .ifPresent(r -> becomes(
                        tx,
                        r,
                        DeploymentState.FAILED,
                        r.found() + "; nobody can say how it ended"));
        String outcome = rollback.map(RollbackRule::words)
                .map(words -> "rollback: " + words)
                .orElse("nothing was brought back");
        String found = red.found()
                + (rollback.isPresent() ? "; " + outcome : "")
                + (why == null ? "" : "; " + why);
        becomes(tx, red, back ? DeploymentState.ROLLED_BACK : DeploymentState.FAILED, found);
        boolean landed = landed(tx, red);
        String what = (back ? " rolled back from " : " is red with ")
                + red.sha().abbreviated() + " of " + task.key() + " (" + red.deployId() + ")";
        boolean broken = rollback.isPresent() && !back;
        if (landed) {
            hold(tx, red, Hold.Kind.BASE, task.base(), red.environment() + what, passes);
        }
        if (broken) {
            String text = "broken: " + red.deployId() + " is red, and its " + outcome;
            hold(tx, red, Hold.Kind.ENVIRONMENT, red.environment(), text, Set.of());
        } else if (landed) {
            hold(tx, red, Hold.Kind.ENVIRONMENT, red.environment(), what.strip(), passes);
        }
        if (landed || rollback.isPresent()) {
            String text = task.key() + " (" + task.project() + "): environment " + red.environment()
                    + what + ": " + red.found() + "; " + outcome;
            tx.outbox().post(task.id(), task.visit(), Notice.ALERT, text, clock.instant());
        }
    }

    private void becomes(Tx tx, Deployment line, DeploymentState to, String found) {
        if (!tx.deployments().becomes(line.unit(), line.state(), to, found, clock.instant())) {
            throw new IllegalStateException(line.deployId() + ": expected " + line.state()
                    + " in the ledger, found it changed by another");
        }
    }

    private static boolean landed(Tx tx, Deployment red) {
        return tx.effects().of(red.task()).stream()
                .anyMatch(e -> e.effect() instanceof Effect.Merge merge
                        && e.state() == EffectState.CONFIRMED
                        && merge.sha().equals(red.sha()));
    }

    /** Once: a second red of the same task finds what the first one left. */
    private void hold(
            Tx tx, Deployment red, Hold.Kind kind, String name, String why, Set<TaskId> passes) {
        boolean held = tx.holds().active(kind, red.project(), name).stream()
                .anyMatch(hold -> hold.by().equals(Hold.BATON) && hold.passes().equals(passes));
        if (!held) {
            tx.holds()
                    .place(new NewHold(
                            kind,
                            red.project(),
                            name,
                            why,
                            Hold.BATON,
                            null,
                            clock.instant(),
                            passes));
        }
    }
}
