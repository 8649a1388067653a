package dev.baton.config;

import dev.baton.notify.webhook.WebhookSettings;
import dev.baton.yaml.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code notify}. */
final class NotifySection {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final List<String> KINDS =
            List.of("alert", "parked", "moved", "cancelled", "comment");

    private final SecretsSettings secrets;

    NotifySection(SecretsSettings secrets) {
        this.secrets = secrets;
    }

    NotifySettings read(Fields fields) {
        WebhookSettings webhook = fields.has("webhook") ? webhook(fields.fields("webhook")) : null;
        fields.end();
        return new NotifySettings(webhook);
    }

    private @Nullable WebhookSettings webhook(Fields fields) {
        URI url = url(fields, fields.required("url"));
        String name = fields.required("secret");
        Optional<Secret> secret = secrets.find(name);
        if (!name.isEmpty() && secret.isEmpty()) {
            fields.problem("secret", "expected the name of a secret, found '" + name + "'");
        }
        List<String> kinds = fields.texts("kinds");
        Set<String> wanted = kinds == null ? Set.of() : Set.copyOf(kinds);
        wanted.stream()
                .filter(kind -> !KINDS.contains(kind))
                .sorted()
                .forEach(kind -> fields.problem(
                        "kinds", "expected some of " + KINDS + ", found '" + kind + "'"));
        fields.end();
        return url == null || secret.isEmpty()
                ? null
                : new WebhookSettings(url, secret.get().reveal(), wanted);
    }

    private static @Nullable URI url(Fields fields, String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && SCHEMES.contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, like everything else that is no address.
        }
        if (!text.isEmpty()) {
            fields.problem("url", "expected http://… or https://…, found '" + text + "'");
        }
        return null;
    }
}
