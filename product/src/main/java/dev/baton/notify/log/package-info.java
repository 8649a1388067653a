/** Tells the server's log. */
@NullMarked
package dev.baton.notify.log;

import org.jspecify.annotations.NullMarked;
