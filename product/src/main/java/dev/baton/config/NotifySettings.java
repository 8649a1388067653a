package dev.baton.config;

import dev.baton.notify.webhook.WebhookSettings;

import org.jspecify.annotations.Nullable;

/**
 * Who is told what happens, beside the log.
 *
 * @param webhook null = nobody
 */
public record NotifySettings(@Nullable WebhookSettings webhook) {}
