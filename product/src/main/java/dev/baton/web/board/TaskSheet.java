package dev.baton.web.board;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as shown, in parts that are pushed one by one: a part is equal when nothing that is shown
 * of it has changed.
 */
record TaskSheet(
        String key,
        String title,
        String body,
        Now now,
        Actions actions,
        Facts facts,
        Timeline timeline,
        Work work) {

    /** The first digits of a commit, for people only. */
    static String abbreviated(@Nullable String sha) {
        return sha == null ? "" : sha.substring(0, Math.min(7, sha.length()));
    }

    /**
     * The first line: why it is where it is.
     *
     * @param decision what the engine would do next, in one word
     * @param reason the same in a sentence
     * @param asked what people asked for that was not obeyed yet
     */
    record Now(
            State state,
            String stage,
            @Nullable String again,
            String decision,
            String reason,
            Instant since,
            @Nullable Instant until,
            @Nullable String who,
            List<String> asked) {}

    /**
     * What may be done now.
     *
     * @param allowed false when there is something to do, but not for the one who looks
     * @param head the commit an opinion is about
     * @param changes the digest of the protected changes that an approval is about; "" = none
     */
    record Actions(
            boolean allowed,
            List<Action> first,
            List<Action> more,
            List<String> stages,
            @Nullable String head,
            String changes) {}

    /** Small things to know. */
    record Facts(
            String project,
            String author,
            @Nullable String source,
            int priority,
            String branch,
            String base,
            @Nullable String baseSha,
            @Nullable String head,
            @Nullable String merged,
            Instant created) {}

    /**
     * The history by visit, newest first.
     *
     * @param cut whether older events were left out
     */
    record Timeline(List<Visit> visits, boolean cut) {}

    /**
     * One stay in a stage.
     *
     * @param entries what people want to see
     * @param steps what the engine did in between
     */
    record Visit(
            long number,
            String stage,
            @Nullable String again,
            Instant from,
            @Nullable Instant to,
            List<Entry> entries,
            List<Entry> steps) {
        @Nullable
        Duration length() {
            return to == null ? null : Duration.between(from, to);
        }
    }

    /**
     * A line of the history.
     *
     * @param detail more lines, such as the findings
     */
    record Entry(Instant at, Tone tone, String text, List<String> detail, String actor) {
        Entry {
            detail = List.copyOf(detail);
        }
    }

    /** How a line looks. */
    enum Tone {
        PLAIN,
        GOOD,
        BAD,
        NOTICE;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What was judged, done and run.
     *
     * @param starts effects that started a run, confirmed
     */
    record Work(
            List<Gate> gates,
            List<Effect> effects,
            List<Effect> starts,
            List<Run> runs,
            int runsMore,
            List<Deployed> deployments) {}

    /**
     * A line of the deploy ledger.
     *
     * @param found what was found last in the environment
     */
    record Deployed(
            String environment,
            String id,
            String commit,
            String state,
            @Nullable String found,
            Instant started,
            @Nullable Instant finished) {}

    /**
     * A gate and its newest answer.
     *
     * @param outcome null = not judged yet
     * @param earlier whether the answer is about an earlier commit
     */
    record Gate(
            String stage,
            String name,
            @Nullable String outcome,
            @Nullable String commit,
            boolean earlier,
            String reason,
            List<String> findings,
            @Nullable Instant at) {}

    /** Something done outside that cannot be taken back. */
    record Effect(
            String kind,
            String subject,
            String state,
            String key,
            @Nullable String result) {}

    /** One attempt of a job. */
    record Run(
            String unit,
            String job,
            int ordinal,
            long visit,
            String state,
            Tone tone,
            @Nullable Integer exitCode,
            @Nullable String reason,
            Instant started,
            @Nullable Instant finished) {
        @Nullable
        Duration length() {
            return finished == null ? null : Duration.between(started, finished);
        }
    }
}
