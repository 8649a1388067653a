/**
 * The composition root: the only place that creates services, reads the environment and knows every
 * adapter. It imports all packages and is imported by none. {@code Main} dispatches to {@code up},
 * {@code setup} and {@code cli}.
 */
@NullMarked
package dev.baton.main;

import org.jspecify.annotations.NullMarked;
