package dev.baton.web;

import dev.baton.model.BoardSession;
import io.javalin.security.RouteRole;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /** Reads a role as people write it; null = none was said. */
    public static @Nullable AccessRole parse(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "field 'role': expected viewer, approver, operator or admin, found '"
                                + Refusal.shown(word) + "'",
                        null));
    }

    public static AccessRole of(BoardSession.Role role) {
        return valueOf(role.name());
    }

    /** As a session keeps it. */
    public BoardSession.Role kept() {
        return BoardSession.Role.valueOf(name());
    }

    /** The smaller one of two. */
    AccessRole atMost(AccessRole other) {
        return covers(other) ? other : this;
    }

    /** For people. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean covers(AccessRole needed) {
        return compareTo(needed) >= 0;
    }
}
