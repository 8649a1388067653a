/**
 * Takes secrets out of texts, by value. {@link dev.baton.text.Redaction} is all that others see.
 *
 * <p>A text is read in three ways at once: as it stands with its escapes
 * ({@link dev.baton.text.EscapeReading}), as hex digits ({@link dev.baton.text.HexReading}), and as
 * base64 ({@link dev.baton.text.Base64Reading}). A reading tells of each place which symbols may
 * stand there and where they end; a place with an escape has several. {@link dev.baton.text.Scan}
 * carries all beginnings of secrets through these symbols, in one pass.
 *
 * <p>Must not guess: a secret is found where every one of its symbols is there, in order, with
 * nothing between them but what a reading skips. What is encoded in another way on purpose is not
 * found. Knows no files, no settings and no logs.
 */
@NullMarked
package dev.baton.text;

import org.jspecify.annotations.NullMarked;
