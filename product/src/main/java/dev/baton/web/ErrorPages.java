package dev.baton.web;

import dev.baton.api.ErrorView;

/** How an error looks in a browser. */
@FunctionalInterface
public interface ErrorPages {
    /** A whole page of HTML. */
    String page(int status, ErrorView error);
}
