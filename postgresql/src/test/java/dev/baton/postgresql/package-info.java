@NullMarked
package dev.baton.postgresql;

import org.jspecify.annotations.NullMarked;
