package dev.baton.config;

import dev.baton.config.AccessSettings.Person;
import dev.baton.config.AccessSettings.Role;
import dev.baton.yaml.Fields;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code access}. */
final class AccessSection {
    /** What the server's own token is called in histories. */
    private static final String RESERVED = "admin";

    private static final List<String> ROLES = Arrays.stream(Role.values())
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .toList();

    private final SecretsSettings secrets;
    private final List<Person> people = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();

    AccessSection(SecretsSettings secrets) {
        this.secrets = secrets;
    }

    AccessSettings read(Fields root) {
        root.named("access").forEach(this::person);
        return new AccessSettings(people);
    }

    private void person(String name, Fields fields) {
        String role = fields.word("role", "role", ROLES);
        String secret = fields.required("token");
        Optional<Secret> token = secrets.find(secret);
        if (role == null && !fields.has("role")) {
            fields.problem("role", "expected one of " + ROLES + ", found nothing");
        }
        if (name.equals(RESERVED)) {
            fields.problem(
                    "role",
                    "expected another name than " + RESERVED
                            + ", which is that of the server's own token");
        }
        if (!secret.isEmpty() && token.isEmpty()) {
            fields.problem("token", "expected the name of a secret, found '" + secret + "'");
        }
        String other = token.map(t -> names.putIfAbsent(t.reveal(), name)).orElse(null);
        if (other != null) {
            fields.problem("token", "expected a token of its own, found the one of " + other);
        }
        fields.end();
        if (role != null && token.isPresent()) {
            people.add(new Person(name, Role.valueOf(role.toUpperCase(Locale.ROOT)), token.get()));
        }
    }
}
