/**
 * The port to environments: where commits are deployed to, how a deploy is begun there, and what an
 * environment says of itself.
 *
 * <p>Beginning a deploy is a run, so this port only names the command. What it asks an environment
 * is bounded in time, changes nothing there, and never throws: an environment that does not answer
 * is not healthy, and one that cannot be asked about a deploy leaves it in doubt. Who asks when,
 * and what follows from an answer, is not known here; the ledger is the store's.
 *
 * <p>What is asked never runs anything of the commit that is being deployed: a change must not be
 * able to say of itself that it is healthy.
 */
@NullMarked
package dev.baton.deploy;

import org.jspecify.annotations.NullMarked;
