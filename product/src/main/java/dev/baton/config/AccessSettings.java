package dev.baton.config;

import java.util.List;

/**
 * Who has a token beside the server's own, which is in the data folder and may do everything.
 *
 * @param people each with a role
 */
public record AccessSettings(List<Person> people) {
    public AccessSettings {
        people = List.copyOf(people);
    }

    /** What somebody may do; each may do what those before it may. */
    public enum Role {
        VIEWER,
        APPROVER,
        OPERATOR,
        ADMIN
    }

    /** Somebody who has a token; the name stands in histories. */
    public record Person(String name, Role role, Secret token) {}
}
