package dev.baton.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the deploy ledger: a commit on its way into an environment, or what became of it.
 *
 * @param n +1 for every deployment of the environment of the project, never reused
 * @param taskKey what people call the task
 * @param previous what was healthy there before; null = nothing was
 * @param rollsBack the number of the red deployment that this one takes back; null = it brings
 *     something new
 * @param unit of the run that deploys
 * @param healthyInARow so many healthy answers in a row so far
 * @param watched how long it has been verified, added up per tick; no wall clock
 * @param found what was found last, for people; null before anything was
 */
public record Deployment(
        long id,
        String project,
        String environment,
        int n,
        TaskId task,
        String taskKey,
        long visit,
        Sha sha,
        @Nullable Sha previous,
        @Nullable Integer rollsBack,
        String unit,
        DeploymentState state,
        int healthyInARow,
        Duration watched,
        @Nullable String found,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    /** What the deploy command and the environment call it: {@code SHOP-staging-3}. */
    public String deployId() {
        return idOf(project, environment, n);
    }

    /** Which deployment it takes back; empty if it brings something new. */
    public String rolledBackId() {
        return rollsBack == null ? "" : idOf(project, environment, rollsBack);
    }

    /** What it becomes when it turns out red: nobody takes back what takes back. */
    public DeploymentState whenRed() {
        return rollsBack == null ? DeploymentState.RED : DeploymentState.FAILED;
    }

    /** Whether it brings back what was there before that one. */
    public boolean takesBack(Deployment red) {
        return rollsBack != null
                && rollsBack == red.n
                && environment.equals(red.environment)
                && project.equals(red.project);
    }

    /** The same before there is a row. */
    public static String idOf(String project, String environment, int n) {
        return project + "-" + environment + "-" + n;
    }
}
