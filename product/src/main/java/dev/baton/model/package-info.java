/**
 * The words of Baton as values: tasks, stages, pipelines, jobs, runs, effects, verdicts, decisions.
 *
 * <p>Everything here is an immutable record, an enum or a sealed interface; safe to share between
 * threads. The package imports nothing of Baton and does no input or output, reads no clock and
 * holds no service. A new variant of a sealed type is a compile error in every switch that has to
 * know it, which is the point: switches over these types have no {@code default}.
 */
@NullMarked
package dev.baton.model;

import org.jspecify.annotations.NullMarked;
