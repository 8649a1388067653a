package dev.baton.forge.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.http.HttpCalls;
import dev.baton.model.LfsPointer;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the batch API of Git LFS which objects a repository has. Only at the address that the
 * operator wrote, by https: what {@code .lfsconfig} says comes from a commit.
 */
final class LfsBatch {
    private static final String JSON = "application/vnd.git-lfs+json";
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final long BODY_BYTES_MAX = 4L << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpCalls calls;

    public LfsBatch() {
        this(new HttpCalls(TIMEOUT, BODY_BYTES_MAX));
    }

    LfsBatch(HttpCalls calls) {
        this.calls = calls;
    }

    /** The ids of objects that are not there; empty if nobody said. */
    public Optional<Set<String>> missing(String address, List<LfsPointer> pointers) {
        return address.startsWith("https://") || address.startsWith("http://")
                ? asked(URI.create(address), pointers)
                : Optional.empty();
    }

    private Optional<Set<String>> asked(URI address, List<LfsPointer> pointers) {
        try {
            return switch (calls.send(call(address, pointers))) {
                case HttpCalls.Answered(int status, String body) ->
                    status == 200 ? said(body, pointers) : Optional.empty();
                case HttpCalls.Unreachable _ -> Optional.empty();
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static HttpCalls.Call call(URI address, List<LfsPointer> pointers) {
        ObjectNode question = MAPPER.createObjectNode().put("operation", "download");
        question.putArray("transfers").add("basic");
        ArrayNode objects = question.putArray("objects");
        pointers.forEach(pointer ->
                objects.addObject().put("oid", pointer.oid()).put("size", pointer.size()));
        Map<String, String> headers = new HashMap<>(Map.of("Accept", JSON, "Content-Type", JSON));
        String user = address.getUserInfo();
        if (user != null) {
            String pair = user.contains(":") ? user : user + ":";
            headers.put(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        String path = address.getRawPath().replaceFirst("/+$", "");
        String lfs = (path.endsWith(".git") ? path : path + ".git") + "/info/lfs/objects/batch";
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        URI uri = URI.create(address.getScheme() + "://" + address.getHost() + port + lfs);
        return new HttpCalls.Call("POST", uri, headers, question.toString());
    }

    /** An object with an error 404 or 410 is not there; any other error says nothing. */
    private static Optional<Set<String>> said(String body, List<LfsPointer> pointers) {
        try {
            Set<String> missing = new HashSet<>();
            Set<String> known = new HashSet<>();
            for (JsonNode object : MAPPER.readTree(body).path("objects")) {
                String oid = object.path("oid").asText();
                int error = object.path("error").path("code").asInt();
                if (error == 404 || error == 410) {
                    missing.add(oid);
                }
                if (error == 404 || error == 410 || object.has("actions")) {
                    known.add(oid);
                }
            }
            boolean all = pointers.stream().map(LfsPointer::oid).allMatch(known::contains);
            return all ? Optional.of(missing) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
