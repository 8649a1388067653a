package dev.baton.engine;

import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.EnvironmentState;
import dev.baton.model.Gate;
import dev.baton.model.Job;
import dev.baton.model.JournalEntry;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Pipeline;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.model.TaskSnapshot;
import dev.baton.model.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A snapshot seen from the stage the task is in: the look-ups that the rules share. */
record StageView(TaskSnapshot snapshot, Pipeline pipeline, Stage stage) {

    Task task() {
        return snapshot.task();
    }

    /** The newest job of that name in this visit. */
    Optional<Job> job(String name) {
        return jobs(name).reduce((older, newer) -> newer);
    }

    /** The newest job of that name for that commit in this visit. */
    Optional<Job> job(String name, Sha subject) {
        return jobs(name).filter(j -> subject.equals(j.subject())).reduce((older, newer) -> newer);
    }

    private Stream<Job> jobs(String name) {
        return snapshot.jobs().stream()
                .filter(j -> j.visit() == task().visit() && j.name().equals(name));
    }

    /** All runs of that job name in this visit, oldest first. */
    List<Run> runs(String jobName) {
        return snapshot.runs().stream()
                .filter(r -> r.visit() == task().visit() && r.jobName().equals(jobName))
                .sorted(Comparator.comparingInt(Run::ordinal))
                .toList();
    }

    /** The newest run of that very job. */
    Optional<Run> lastRun(Job job) {
        return runs(job.name()).stream()
                .filter(r -> r.jobId() == job.id())
                .reduce((older, newer) -> newer);
    }

    /** The run whose result the stage's gates judge; null where the stage has no main job. */
    @Nullable
    Run mainRun() {
        return stage.mainRole()
                .flatMap(role -> job(role.name()))
                .flatMap(this::lastRun)
                .orElse(null);
    }

    /** Answers of a gate that hold here and now, oldest first. */
    List<Verdict> verdicts(Gate gate, Sha subject) {
        String digest = GateDigest.of(gate);
        Run main = mainRun();
        String unit = gate.judgesRun() && main != null ? main.unit() : null;
        return snapshot.verdicts().stream()
                .filter(v -> v.gate().equals(gate.name())
                        && v.subject().equals(subject)
                        && v.digest().equals(digest)
                        && (!gate.judgesRun() || Objects.equals(v.runUnit(), unit)))
                .sorted(Comparator.comparingLong(Verdict::seq))
                .toList();
    }

    /** What a person said about the head in this visit, if one did. */
    Optional<Verdict> personVerdict() {
        Sha head = task().head();
        String digest = GateDigest.ofVisit(task().visit());
        return snapshot.verdicts().stream()
                .filter(v -> v.gate().equals(Verdict.PERSON)
                        && v.subject().equals(head)
                        && v.digest().equals(digest))
                .max(Comparator.comparingLong(Verdict::seq));
    }

    /** What the ledger says of an environment; empty before the first deployment into it. */
    Optional<EnvironmentState> environment(String name) {
        return snapshot.environments().stream()
                .filter(environment -> environment.environment().equals(name))
                .findFirst();
    }

    /** What the settings say of an environment; empty if they have none of that name any more. */
    Optional<EnvironmentRules> rules(String name) {
        return snapshot.environmentRules().stream()
                .filter(rules -> rules.environment().equals(name))
                .findFirst();
    }

    /** The commit of the task that landed last, in whatever visit. */
    Optional<Sha> merged() {
        return snapshot.effects().stream()
                .filter(e ->
                        e.effect() instanceof Effect.Merge && e.state() == EffectState.CONFIRMED)
                .max(Comparator.comparingLong(e -> e.key().visit()))
                .map(e -> ((Effect.Merge) e.effect()).sha());
    }

    /** The newest merge candidate of the visit. */
    Optional<MergeCandidate> candidate() {
        return snapshot.candidates().stream().max(Comparator.comparingInt(MergeCandidate::n));
    }

    /** The journal's line about an effect of this visit. */
    Optional<JournalEntry> entry(Effect effect) {
        var key = effect.key(task().id(), task().visit());
        return snapshot.effects().stream().filter(e -> e.key().equals(key)).findFirst();
    }
}
