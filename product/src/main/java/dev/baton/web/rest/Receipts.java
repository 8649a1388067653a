package dev.baton.web.rest;

import dev.baton.api.ReceiptView;
import dev.baton.model.JournalEntry;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.Verdict;
import dev.baton.model.WorkItem;
import dev.baton.store.Reads;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what became of a task, from what was asked for to where it runs. */
final class Receipts {
    private Receipts() {}

    /**
     * @param site where the pages are, without a slash at the end
     */
    static ReceiptView of(Reads reads, Task task, String site) {
        List<JournalEntry> journal = reads.effects().of(task.id());
        Set<Sha> landed = TaskViews.landed(journal).collect(Collectors.toSet());
        return new ReceiptView(
                task.key(),
                task.project(),
                item(task.item()),
                task.status().name(),
                task.stage().name(),
                task.branch(),
                task.base(),
                text(task.head()),
                TaskViews.merged(journal),
                reads.work().allRuns(task.id()).stream().map(Receipts::run).toList(),
                reads.gates().verdicts(task.id()).stream()
                        .map(Receipts::verdict)
                        .toList(),
                reads.gates().candidates(task.id()).stream()
                        .map(candidate -> candidate(candidate, landed))
                        .toList(),
                reads.deployments().of(task.id()).stream()
                        .map(TaskViews::deployment)
                        .toList(),
                task.createdAt(),
                task.updatedAt(),
                site + "/tasks/" + task.key());
    }

    private static ReceiptView.Item item(WorkItem item) {
        return new ReceiptView.Item(item.title(), item.author(), item.sourceId(), item.sourceUrl());
    }

    /** Nothing counts yet what a run used. */
    private static ReceiptView.Run run(Run run) {
        return new ReceiptView.Run(
                run.unit(),
                run.kind().name(),
                run.jobName(),
                run.visit(),
                run.ordinal(),
                run.state().name(),
                run.exitCode(),
                run.reason(),
                null,
                run.startedAt(),
                run.finishedAt());
    }

    private static ReceiptView.Verdict verdict(Verdict verdict) {
        return new ReceiptView.Verdict(
                verdict.gate(),
                verdict.subject().value(),
                verdict.outcome().name(),
                verdict.summary(),
                verdict.runUnit(),
                verdict.at());
    }

    private static ReceiptView.Candidate candidate(MergeCandidate candidate, Set<Sha> landed) {
        Sha sha = candidate.sha();
        return new ReceiptView.Candidate(
                candidate.visit(),
                candidate.n(),
                candidate.baseSha().value(),
                candidate.headSha().value(),
                text(sha),
                candidate.conflicts(),
                candidate.refused(),
                sha != null && landed.contains(sha));
    }

    private static @Nullable String text(@Nullable Sha sha) {
        return sha == null ? null : sha.value();
    }
}
