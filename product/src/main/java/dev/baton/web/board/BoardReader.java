package dev.baton.web.board;

import dev.baton.engine.Pipelines;
import dev.baton.model.JobStatus;
import dev.baton.model.Parking;
import dev.baton.model.Stage;
import dev.baton.model.StageId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Waiting;
import dev.baton.store.BoardReads;
import dev.baton.store.BoardReads.Pile;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads the board in one snapshot, with a number of statements that does not grow. */
final class BoardReader {
    /** What a person can look through; the rest is counted. */
    static final int CARDS_MAX = 40;

    static final int ENDED_MAX = 12;

    private static final int FILTERS_MAX = 100;

    private final Store store;
    private final Pipelines pipelines;
    /** What is over stays as it is, so it is read again only when there is more of it. */
    private final Map<String, Ended> ended = new ConcurrentHashMap<>();

    BoardReader(Store store, Pipelines pipelines) {
        this.store = store;
        this.pipelines = pipelines;
    }

    /** What the database says at one moment. */
    private record Found(
            List<String> projects, List<String> digests, Map<StageId, Pile> open, Pile ended) {}

    /** The tasks of a filter that are over, read when there were so many of all projects. */
    private record Ended(int all, Pile pile) {}

    BoardView read(@Nullable String project) {
        Found found = store.read(reads -> {
            BoardReads board = reads.board();
            List<String> digests = new ArrayList<>(board.newestPipeline(project));
            digests.addAll(board.openPipelines(project));
            return new Found(
                    board.projects(),
                    digests,
                    board.open(project, CARDS_MAX),
                    ended(reads, project));
        });
        List<BoardView.Column> columns = new ArrayList<>();
        for (StageId stage : stages(found)) {
            columns.add(column(stage.name(), found.open().getOrDefault(stage, Pile.EMPTY)));
        }
        if (!columns.isEmpty()) {
            columns.add(column("done", found.ended()));
        }
        return new BoardView(project, found.projects(), sums(found), columns);
    }

    private Pile ended(Reads reads, @Nullable String project) {
        Map<TaskStatus, Integer> counts = reads.tasks().countByStatus();
        int all = counts.getOrDefault(TaskStatus.DONE, 0)
                + counts.getOrDefault(TaskStatus.CANCELLED, 0);
        if (ended.size() > FILTERS_MAX) {
            ended.clear();
        }
        return ended.compute(
                        project == null ? "" : project,
                        (filter, known) -> known != null && known.all() == all
                                ? known
                                : new Ended(all, reads.board().ended(project, ENDED_MAX)))
                .pile();
    }

    private static BoardView.Sums sums(Found found) {
        int open = found.open().values().stream().mapToInt(Pile::total).sum();
        // The parked come first in every pile, so beyond the limit there is no need to look.
        long parked = found.open().values().stream()
                .flatMap(pile -> pile.cards().stream())
                .filter(card -> card.status() == TaskStatus.PARKED)
                .count();
        return new BoardView.Sums(open, (int) parked, found.ended().total());
    }

    /** Those of every pinned pipeline, each after the one it follows there; no stage twice. */
    private List<StageId> stages(Found found) {
        List<StageId> order = new ArrayList<>();
        for (String digest : new LinkedHashSet<>(found.digests())) {
            int at = 0;
            for (Stage stage : pipelines.of(digest).stages()) {
                int known = order.indexOf(stage.id());
                if (known < 0) {
                    order.add(at, stage.id());
                    at++;
                } else {
                    at = known + 1;
                }
            }
        }
        Set<StageId> all = new LinkedHashSet<>();
        if (found.open().containsKey(StageId.CREATED)) {
            all.add(StageId.CREATED);
        }
        all.addAll(order);
        all.addAll(found.open().keySet());
        return List.copyOf(all);
    }

    private static BoardView.Column column(String name, Pile pile) {
        return new BoardView.Column(
                name, pile.total(), pile.cards().stream().map(BoardReader::card).toList());
    }

    private static BoardView.Card card(BoardReads.Card card) {
        BoardReads.Work work = card.work();
        State state = State.of(
                card.status(),
                new State.Signs(
                        card.setback() != null,
                        work != null && work.status() == JobStatus.RUNNING,
                        card.working()));
        Waiting waiting = card.waiting();
        Parking parking = card.parking();
        return new BoardView.Card(
                card.key(),
                card.project(),
                card.title(),
                state,
                doing(state, card),
                switch (state) {
                    case PARKED, PAUSED, DONE, CANCELLED, STOPPING -> card.updatedAt();
                    case RUNNING, WAITING, RETRYING, WORKING ->
                        waiting == null ? card.stageSince() : waiting.since();
                },
                parking == null ? (waiting == null ? null : waiting.who()) : parking.who(),
                card.entered() > 1 && !card.status().terminal()
                        ? Ordinals.of(card.entered()) + " time in " + card.stage()
                        : null,
                work != null && work.attempt() > 0
                        ? "attempt " + (work.attempt() + 1) + " of " + work.attemptsMax()
                        : null);
    }

    private static String doing(State state, BoardReads.Card card) {
        BoardReads.Work work = card.work();
        Parking parking = card.parking();
        Waiting waiting = card.waiting();
        String what = waiting == null ? "" : waiting.what();
        return switch (state) {
            case PARKED -> parking == null ? "" : parking.why();
            case RETRYING -> String.valueOf(card.setback());
            case RUNNING -> work == null ? what : work.name();
            case PAUSED -> "a person to resume it";
            case STOPPING -> what.isEmpty() ? "its runs to end" : what;
            case WAITING -> what;
            case WORKING, DONE, CANCELLED -> "";
        };
    }
}
