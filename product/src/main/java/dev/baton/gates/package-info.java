/**
 * One class per gate: evidence in, judgement out.
 *
 * <p>A gate judges stored evidence that is bound to the commit it is asked about, nothing else: no
 * input, no output, no clock, so that the same evidence always gives the same answer. What an agent
 * writes is a claim and hostile until it parsed. Four answers, never mixed up: red is about the
 * work, invalid about what the run should have handed in, undecided a question that could not be
 * asked, green needs all of it to be there.
 *
 * <p>The package decides nothing about attempts, retries or stages; that is the engine's.
 */
@NullMarked
package dev.baton.gates;

import org.jspecify.annotations.NullMarked;
