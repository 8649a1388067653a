/**
 * baton.yaml and the environment to validated settings records.
 *
 * <p>Read once, at start; whatever is wrong is reported in one list with file and line, an unknown
 * key with the nearest known one. Nothing is ignored: a key whose feature is not in this version is
 * accepted at its default and refused otherwise. Relative paths, the program of a command included,
 * are made absolute against the folder of baton.yaml, so that it does not matter where the server
 * was started.
 *
 * <p>Where the data folder is follows from the file's path and from nothing else; the data folder
 * keeps the settings that a server was started with last.
 *
 * <p>This is the only package beside {@code main} that reads the environment. It decides nothing:
 * {@code main} turns settings into the parts that use them. Secrets are references here; their
 * values are {@link dev.baton.config.Secret} and print as {@code ***}.
 */
@NullMarked
package dev.baton.config;

import org.jspecify.annotations.NullMarked;
