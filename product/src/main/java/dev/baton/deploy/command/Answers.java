package dev.baton.deploy.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.model.DeployAnswer;
import dev.baton.model.Deployment;
import dev.baton.model.Evidence;

import java.util.Locale;

/** Reads what environments answer; whatever is not in form is no answer. */
final class Answers {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int SHOWN_MAX = 200;

    private Answers() {}

    /** A field of a JSON answer. */
    sealed interface Field {}

    record Value(String text) implements Field {}

    record Missing(String why) implements Field {}

    /**
     * @param name at the top, or further down with dots between the names; items of lists by number
     */
    static Field field(String body, String name) {
        try {
            JsonNode value = at(MAPPER.readTree(body), name);
            return value.isTextual()
                    ? new Value(value.asText())
                    : new Missing(
                            "expected a text field '" + name + "', found '" + cut(body) + "'");
        } catch (JsonProcessingException e) {
            return new Missing("expected JSON, found '" + cut(body) + "'");
        }
    }

    /** A name may have dots itself. */
    private static JsonNode at(JsonNode root, String name) {
        if (root.has(name)) {
            return root.path(name);
        }
        JsonNode at = root;
        for (String step : name.split("\\.", -1)) {
            at = at.isArray() && step.matches("[0-9]{1,4}")
                    ? at.path(Integer.parseInt(step))
                    : at.path(step);
        }
        return at;
    }

    /** {@code {"id": …, "sha": …, "state": "running|healthy|failed|absent"}}. */
    static Evidence.DeployStatus status(String output, Deployment deployment) {
        String id = text(field(output, "id"));
        String sha = text(field(output, "sha"));
        String said = "'" + cut(output.strip()) + "'";
        DeployAnswer answer = switch (text(field(output, "state")).toLowerCase(Locale.ROOT)) {
            case "running" -> DeployAnswer.RUNNING;
            case "healthy" -> DeployAnswer.HEALTHY;
            case "failed" -> DeployAnswer.FAILED;
            case "absent" -> DeployAnswer.ABSENT;
            default -> DeployAnswer.UNKNOWN;
        };
        if (answer == DeployAnswer.UNKNOWN || answer == DeployAnswer.ABSENT) {
            return new Evidence.DeployStatus(answer, "found " + said);
        }
        boolean ours =
                id.equals(deployment.deployId()) && sha.equals(deployment.sha().value());
        return ours
                ? new Evidence.DeployStatus(answer, "found " + said)
                : new Evidence.DeployStatus(
                        DeployAnswer.UNKNOWN,
                        "expected id " + deployment.deployId() + " and sha " + deployment.sha()
                                + ", found " + said);
    }

    private static String text(Field field) {
        return field instanceof Value(String text) ? text : "";
    }

    static String cut(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
