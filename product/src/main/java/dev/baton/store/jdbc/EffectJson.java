package dev.baton.store.jdbc;

import dev.baton.model.Effect;
import dev.baton.model.EffectKind;

/** Effects as stored in {@code effect.params}; {@code kind} says which. */
final class EffectJson {
    private EffectJson() {}

    static String write(Effect effect) {
        Json json = Json.object(effect.kind().word());
        Json written = switch (effect) {
            case Effect.StartRun run ->
                json.put("unit", run.unit())
                        .put("job", run.jobName())
                        .put("ordinal", run.ordinal());
            case Effect.Deploy deploy ->
                json.put("unit", deploy.unit())
                        .put("job", deploy.jobName())
                        .put("ordinal", deploy.ordinal())
                        .put("environment", deploy.environment())
                        .put("sha", deploy.sha().value())
                        .put("n", deploy.n())
                        .put("rolls_back", deploy.rollsBack());
            case Effect.Push push ->
                json.put("branch", push.branch())
                        .put("sha", push.sha().value())
                        .put("last_pushed", Sql.text(push.lastPushed()));
            case Effect.ChangeRequest request ->
                json.put("branch", request.branch())
                        .put("base", request.base())
                        .put("head", request.head().value())
                        .put("title", request.title());
            case Effect.Merge merge ->
                json.put("candidate", merge.candidate())
                        .put("base", merge.base())
                        .put("base_sha", merge.baseSha().value())
                        .put("sha", merge.sha().value());
        };
        return written.toString();
    }

    static Effect read(EffectKind kind, String text) {
        Json json = Json.parse(text);
        if (!json.text("kind").equals(kind.word())) {
            throw new IllegalStateException(
                    "effect: expected params of kind %s, found %s".formatted(kind.word(), text));
        }
        return switch (kind) {
            case RUN ->
                new Effect.StartRun(json.text("unit"), json.text("job"), json.number("ordinal"));
            case DEPLOY ->
                new Effect.Deploy(
                        json.text("unit"),
                        json.text("job"),
                        json.number("ordinal"),
                        json.text("environment"),
                        json.sha("sha"),
                        json.number("n"),
                        json.numberOrNull("rolls_back"));
            case PUSH ->
                new Effect.Push(
                        json.text("branch"), json.sha("sha"), json.shaOrNull("last_pushed"));
            case CHANGE_REQUEST ->
                new Effect.ChangeRequest(
                        json.text("branch"),
                        json.text("base"),
                        json.sha("head"),
                        json.text("title"));
            case MERGE ->
                new Effect.Merge(
                        json.number("candidate"),
                        json.text("base"),
                        json.sha("base_sha"),
                        json.sha("sha"));
        };
    }
}
