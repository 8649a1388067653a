package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what queues, holds and repairs. Prints whatever blocks the server has. */
@Command(description = "What waits, who holds what, and whether the repairing parts run.")
final class Queue implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    private final Session session;

    Queue(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            RestClient.Reply reply = client.get("/queue");
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            Table table = session.table();
            for (Map.Entry<String, JsonNode> block : reply.as(JsonNode.class).properties()) {
                String name = Terminal.plain(block.getKey().replace('_', ' '));
                for (Map.Entry<String, JsonNode> entry : block.getValue().properties()) {
                    table.row(
                            name,
                            Terminal.plain(entry.getKey().replace('_', ' ')),
                            Terminal.plain(text(entry.getValue())));
                    name = "";
                }
            }
            table.print(session.out(), -1);
        });
    }

    private static String text(JsonNode value) {
        if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            return "-";
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(Queue::text)
                    .collect(Collectors.joining("; "));
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .map(e -> e.getKey().replace('_', ' ') + " " + text(e.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return value.asText();
    }
}
