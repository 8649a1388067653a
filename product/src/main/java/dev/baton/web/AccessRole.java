package dev.baton.web;

import io.javalin.security.RouteRole;

/** What somebody may do; each may do what those before it may. */
public enum AccessRole implements RouteRole {
    /** Look. */
    VIEWER,
    /** Say yes or no where a person is asked. */
    APPROVER,
    /** File, pause, resume, retry, stop and move. */
    OPERATOR,
    /** Everything. */
    ADMIN;

    boolean covers(AccessRole needed) {
        return compareTo(needed) >= 0;
    }
}
