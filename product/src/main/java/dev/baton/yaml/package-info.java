/**
 * Reading YAML that people and agents write: one strict reader for settings, pipelines,
 * verdicts.
 *
 * <p>Every problem carries file and line and all of them are collected, so that a person mends a
 * file once. A key that nobody asked for is a problem that names the nearest known key; nothing is
 * ignored silently. Scalars are text until the caller asks for a number, a duration or a flag.
 *
 * <p>The text may be hostile. Nothing is ever constructed from it (tags are not followed), aliases
 * to collections are refused, depth and size are bounded. The package knows nothing of Baton's
 * words, reads no files and throws nothing for bad text.
 */
@NullMarked
package dev.baton.yaml;

import org.jspecify.annotations.NullMarked;
