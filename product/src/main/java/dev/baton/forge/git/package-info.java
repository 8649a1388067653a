/**
 * A plain git repository as forge: bare, or somebody's checkout, by path or URL.
 *
 * <pre>
 *   refs/heads/BRANCH                        the task's branch
 *   refs/baton/change/N                      a change request: a commit whose message is the record
 *   refs/baton/merge/KEY/VISIT/CANDIDATE     marker of a merge: the candidate, or a tombstone
 *   refs/baton/merge-attempt/KEY/…           that the marker was written, unlike for every attempt
 * </pre>
 *
 * <p>Invariants: everything is written by {@code git push} from the private mirror, each ref with
 * the value it must have had; base and marker move together ({@code --atomic}) or not at all. A
 * merge is decided at its marker and nowhere else: never from looking at the base, which may come
 * back to where it was. Exit codes prove nothing but success, so after every other end the refs are
 * read. A checkout that has the branch is moved with it, and nothing there that git does not track
 * is overwritten or removed by that.
 *
 * <p>The package must not merge, rebase or build anything, and keeps nothing in memory.
 */
@NullMarked
package dev.baton.forge.git;

import org.jspecify.annotations.NullMarked;
