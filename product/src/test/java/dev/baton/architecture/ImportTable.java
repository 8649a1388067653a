package dev.baton.architecture;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may import whom. A room is a package below the root; {@code forge.*} is the row of every
 * room right below {@code forge} that has no row of its own. Every room needs a row; a row without
 * a room is a plan. {@code *} stands for everything, {@code *Settings} for types of that ending
 * anywhere.
 */
final class ImportTable {
    private static final Map<String, List<String>> ROWS = Map.ofEntries(
            row("model"),
            row("loop"),
            row("git"),
            row("http"),
            row("text"),
            row("api"),
            row("yaml"),
            row("pipeline", "model", "yaml"),
            row("store", "model"),
            row("store.jdbc", "store", "model"),
            row("engine", "model", "store"),
            row("gates", "model", "engine", "yaml"),
            row("runs", "model", "store", "engine"),
            row("runs.*", "runs", "model"),
            row("agents", "model", "yaml"),
            row("workspace", "model", "git"),
            row("forge", "model"),
            row("tracker", "model"),
            row("deploy", "model"),
            row("notify", "model"),
            row("forge.*", "forge", "model", "http", "git"),
            row("tracker.*", "tracker", "model", "http"),
            row("tracker.board", "tracker", "model", "http", "store"),
            row("tracker.issues", "tracker", "model", "http", "forge"),
            row("deploy.*", "deploy", "model", "http", "git"),
            row("notify.*", "notify", "model", "http"),
            row("effects", "model, store, engine, agents, runs, workspace, forge, tracker, deploy"),
            row("intake", "model, store, pipeline, engine, tracker, forge, yaml"),
            row(
                    "jobs",
                    "model, store, engine, runs, agents, workspace, forge, tracker, deploy, notify,"
                            + " loop"),
            row("web", "api", "model", "store", "engine", "text"),
            row("web.*", "web", "api", "model", "store", "engine", "text"),
            row("web.hooks", "web", "api", "model", "store", "engine", "forge", "tracker"),
            row("cli", "api", "http"),
            row("setup", "api, http, config, git, pipeline, agents, workspace, runs, deploy"),
            row("config", "yaml", "*Settings"),
            row("main", "*"));

    /** Beside java.*: which libraries, by the start of the type's name, serve which rooms. */
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            row("org.slf4j.", "*"),
            row("org.jspecify.", "*"),
            row("java.sql.", "store.jdbc"),
            row("javax.sql.", "store.jdbc"),
            row("org.jdbi.", "store.jdbc"),
            row("org.flywaydb.", "store.jdbc"),
            row("com.zaxxer.hikari.", "store.jdbc"),
            row("org.sqlite.", "store.jdbc"),
            row("org.postgresql.", "store.jdbc"),
            row("java.net.http.", "http"),
            row(
                    "com.fasterxml.jackson.",
                    "api, store.jdbc, forge.*, deploy.*, notify.*, web, web.*, cli, http, setup,"
                            + " agents"),
            row("com.sun.net.httpserver.", "setup"),
            row("org.yaml.snakeyaml.", "yaml"),
            row("gg.jte.", "web.board"),
            row("io.javalin.", "web, web.*"),
            row("org.eclipse.jetty.", "web, web.*"),
            row("jakarta.servlet.", "web, web.*"),
            row("kotlin.", "web, web.*"),
            row("picocli.", "cli, setup, main"),
            row("io.micrometer.", "web.rest, main"),
            row("io.prometheus.", "web.rest, main"),
            row("ch.qos.logback.", "main"));

    private ImportTable() {}

    static boolean hasRow(String room) {
        return find(room).isPresent();
    }

    static boolean mayImport(String room, String target, String simpleName) {
        List<String> allowed = find(room).orElse(List.of());
        return room.equals(target)
                || allowed.contains("*")
                || allowed.contains(target)
                || (allowed.contains("*Settings") && simpleName.endsWith("Settings"));
    }

    static boolean mayUseLibrary(String room, String typeName) {
        return library(typeName)
                .map(rooms ->
                        rooms.contains("*") || rooms.contains(room) || rooms.contains(family(room)))
                .orElse(typeName.startsWith("java.") || typeName.startsWith("javax."));
    }

    static String describe(String room) {
        return find(room)
                .map(allowed -> "the row of " + room + " allows " + allowed)
                .orElse("there is no row for " + room);
    }

    static String describeLibrary(String typeName) {
        return library(typeName)
                .map(rooms -> "that library serves " + rooms)
                .orElse("no row names that library");
    }

    private static Optional<List<String>> library(String typeName) {
        return LIBRARIES.entrySet().stream()
                .filter(library -> typeName.startsWith(library.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Optional<List<String>> find(String room) {
        return Optional.ofNullable(ROWS.get(room))
                .or(() -> Optional.ofNullable(ROWS.get(family(room))));
    }

    /** {@code forge.github} belongs to {@code forge.*}; a room without a parent to no family. */
    private static String family(String room) {
        int dot = room.lastIndexOf('.');
        return dot < 0 ? "" : room.substring(0, dot) + ".*";
    }

    private static Map.Entry<String, List<String>> row(String room, String... allowed) {
        return entry(
                room,
                allowed.length == 0
                        ? List.of()
                        : List.of(String.join(", ", allowed).split(", ")));
    }
}
