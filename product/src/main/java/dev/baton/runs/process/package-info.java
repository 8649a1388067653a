/**
 * Units as plain processes of this machine, each under a small shell script that supervises it.
 *
 * <p>A unit's folder, mode 0700, holds {@code claim}, {@code identity}, {@code log}, {@code exit},
 * and what it was started with. Invariants beside those of the port: the claim is created
 * exclusively by the supervisor (its pid inside) or appears at once as a whole tombstone; the exit
 * file appears by a rename; "gone" is answered in the order supervisor dead, no tagged process in
 * two looks one after the other, no exit file. Whether a process lives is read from {@code /proc}.
 *
 * <p>A unit that is to be shut in has the words for it in {@code enclosure}; the supervisor puts
 * them before prologue, command and epilogue and stays outside itself, with everything in the
 * folder. Who is first in the pid namespace of a step is noted in {@code inside-STEP} before
 * anything runs in there. The kernel empties a namespace before its first process is gone: a kill
 * ends that one, and its death turns "gone" from a guess into a proof.
 *
 * <p>A unit with limits has a control group where the server may make some; its folder names it in
 * {@code group}, and the supervisor goes in before it claims. What is in there belongs to the unit,
 * whatever it dropped; an empty one is a proof, too.
 *
 * <p>The package reads no clock but the ticker for bounds, and keeps nothing in memory that a
 * restart would miss.
 */
@NullMarked
package dev.baton.runs.process;

import org.jspecify.annotations.NullMarked;
