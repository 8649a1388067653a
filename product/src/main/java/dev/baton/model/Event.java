package dev.baton.model;

import java.time.Instant;

/**
 * One line of a task's append-only history, from which every page and {@code explain} is drawn.
 *
 * @param transition true for exactly one event per task and epoch: the one that made the epoch
 * @param type a short word: {@code acquired}, {@code committed}, {@code verdict} …
 * @param data for people, one line, or a JSON object where a page needs the parts
 */
public record Event(
        long seq,
        TaskId task,
        long epoch,
        long visit,
        StageId stage,
        boolean transition,
        String actor,
        String type,
        String data,
        Instant at) {}
