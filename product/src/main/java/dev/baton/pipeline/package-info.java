/**
 * The text of a pipeline to its {@link dev.baton.model.Pipeline}, and the presets.
 *
 * <p>A pipeline that parses makes sense: every stage can be reached, red goes back or stays, what
 * moves the base was tested as the commit that moves it, and every gate has something to judge.
 * All problems are reported at once, each with file and line. Words that belong to later versions
 * are known and say so; they are never skipped.
 *
 * <p>A task is pinned to a text by its digest, so parsing the same text must give the same
 * pipeline for ever. The package reads no files and knows no settings: which roles exist is given.
 */
@NullMarked
package dev.baton.pipeline;

import org.jspecify.annotations.NullMarked;
