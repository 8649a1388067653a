/**
 * The pages in a real Chromium, against a server that was started as users start it. What is asked
 * here is what only a browser can answer: that no script of a stranger runs, that a page fits a
 * phone, that a change arrives by itself, that keys and forms work.
 */
@NullMarked
package dev.baton.browser;

import org.jspecify.annotations.NullMarked;
