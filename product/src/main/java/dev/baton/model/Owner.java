package dev.baton.model;

import java.time.Instant;

/**
 * Who may change a task now: one activity of one server incarnation.
 *
 * @param incarnation handed out by the database at each server start, never reused; not a pid
 * @param activity unique within the incarnation
 * @param actor what noticed that there is something to do (dispatcher, monitor, a person …)
 * @param step what the activity was about to do when it last wrote
 * @param since for display only; ownership never expires by a clock
 */
public record Owner(long incarnation, long activity, String actor, String step, Instant since) {}
