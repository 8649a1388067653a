package dev.baton.notify.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.http.HttpCalls;
import dev.baton.model.Notice;
import dev.baton.notify.Channel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts notices to one address. */
public final class WebhookChannel implements Channel {
    private static final Set<Integer> LATER = Set.of(408, 425, 429);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpCalls http;
    private final WebhookSettings settings;

    public WebhookChannel(HttpCalls http, WebhookSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "webhook " + settings.url();
    }

    @Override
    public boolean wants(Notice notice) {
        return settings.kinds().isEmpty() || settings.kinds().contains(notice.kind());
    }

    @Override
    public Sent send(Notice notice) {
        String body = body(notice);
        HttpCalls.Call call = new HttpCalls.Call(
                "POST",
                settings.url(),
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-Baton-Delivery",
                        Long.toString(notice.id()),
                        "X-Baton-Signature",
                        "sha256=" + signature(body)),
                body);
        try {
            return switch (http.send(call)) {
                case HttpCalls.Answered answer -> answered(answer.status());
                case HttpCalls.Unreachable none -> new Later(none.why());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Later("interrupted");
        }
    }

    private static Sent answered(int status) {
        if (status / 100 == 2) {
            return new Delivered();
        }
        String why = "expected 2xx, found " + status;
        return status / 100 == 5 || LATER.contains(status) ? new Later(why) : new Refused(why);
    }

    private static String body(Notice notice) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", notice.id());
        fields.put("kind", notice.kind());
        fields.put("project", notice.project());
        fields.put("task", notice.taskKey());
        fields.put("visit", notice.visit());
        fields.put("text", notice.text());
        fields.put("at", notice.at().toString());
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("notice " + notice.id() + ": not written as JSON", e);
        }
    }

    private String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    settings.secret().getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: every JDK has it", e);
        }
    }
}
