package dev.baton.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything durable about a task that {@code decide} may look at, read in one transaction; time is
 * in it as facts only.
 *
 * @param jobs of the current visit
 * @param runs of the current visit, and those of earlier visits that are not over
 * @param effects of all visits
 * @param verdicts not voided, oldest first
 * @param candidates of the current visit, by n
 * @param place in the merge queue; null = has not joined
 * @param hold what keeps its base still, looked for once it has a place; null = nothing
 * @param passer who waits behind it and may land in spite of the hold; null = nobody
 * @param deployments of all visits, oldest first
 * @param environments of the task's project into which something was ever deployed
 * @param environmentHolds what keeps environments of the project still for this task
 * @param environmentRules what the settings say of each environment, now
 * @param superseding what environments are healthy with, where it landed after this task did
 * @param commands not consumed, oldest first
 * @param stageVisits how often each stage was entered
 * @param setbackOver whether the wait after a setback is over (true without a setback)
 */
public record TaskSnapshot(
        Task task,
        List<Job> jobs,
        List<Run> runs,
        List<JournalEntry> effects,
        List<Verdict> verdicts,
        List<MergeCandidate> candidates,
        @Nullable QueuePlace place,
        @Nullable Hold hold,
        @Nullable TaskId passer,
        List<Deployment> deployments,
        List<EnvironmentState> environments,
        List<Hold> environmentHolds,
        List<EnvironmentRules> environmentRules,
        List<Deployment> superseding,
        List<Command> commands,
        Map<StageId, Integer> stageVisits,
        boolean setbackOver) {
    public TaskSnapshot {
        jobs = List.copyOf(jobs);
        runs = List.copyOf(runs);
        effects = List.copyOf(effects);
        verdicts = List.copyOf(verdicts);
        candidates = List.copyOf(candidates);
        deployments = List.copyOf(deployments);
        environments = List.copyOf(environments);
        environmentHolds = List.copyOf(environmentHolds);
        environmentRules = List.copyOf(environmentRules);
        superseding = List.copyOf(superseding);
        commands = List.copyOf(commands);
        stageVisits = Map.copyOf(stageVisits);
    }
}
