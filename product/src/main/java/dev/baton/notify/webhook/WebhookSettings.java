package dev.baton.notify.webhook;

import java.net.URI;
import java.util.Set;

/**
 * Where notices go.
 *
 * @param url http or https; redirects are not followed
 * @param secret signs what is sent; never printed
 * @param kinds which notices; empty = all
 */
public record WebhookSettings(URI url, String secret, Set<String> kinds) {
    public WebhookSettings {
        kinds = Set.copyOf(kinds);
    }

    @Override
    public String toString() {
        return "webhook " + url;
    }
}
