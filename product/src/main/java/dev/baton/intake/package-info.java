/**
 * What comes in from outside: work items become tasks, and what people decide becomes commands
 * and holds.
 *
 * <p>Everything is checked before it is stored, and refused with the reason. Text is data: it is
 * bounded, never executed, and no name that a program reads (branch, key, file) is taken from it
 * beyond letters, digits and dashes. The same item of a tracker twice is the same task; the same
 * command twice is one command. A task is pinned to the pipeline of its base branch as it was then.
 *
 * <p>The package moves no task. Its checks of a command only spare a person a wait: the driver
 * reads the task again and has the last word.
 */
@NullMarked
package dev.baton.intake;

import org.jspecify.annotations.NullMarked;
