package dev.baton.setup;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sample: a bare repository with a small Java program and its test, the agents that work on it,
 * and the settings of a server for it. The repository writes down every move of every ref, so that
 * effects can be counted where they arrive.
 */
final class DemoSample {
    static final String BASE = "main";
    static final String PROJECT = "DEMO";
    static final String TITLE = "Greet in the language of the caller";
    private static final String RESOURCES = "demo/";
    private static final List<String> PROGRAM =
            List.of("Greet.java", "GreetTest.java", "README.md", "test.sh");
    private static final List<String> AGENTS =
            List.of("analyst.sh", "architect.sh", "developer.sh", "reviewer.sh", "tester.sh");
    private static final List<String> DEPLOY = List.of("deploy.sh", "status.sh");

    private final Git git;
    private final JavaWord java;

    DemoSample(Git git, JavaWord java) {
        this.git = git;
        this.java = java;
    }

    /**
     * What was made.
     *
     * @param seed the one commit that the base starts with
     */
    record Made(Path repository, String base, String seed) {
        String baseRef() {
            return "refs/heads/" + base;
        }
    }

    /** Tests the sample, in a clone or an export of it. */
    String testCommand() {
        return java.onPath() ? "sh test.sh" : "JAVA=" + java.quoted() + " sh test.sh";
    }

    /** Fails where a person who types {@code fr} is greeted in English. */
    String probeCommand() {
        return "test \"$(" + java.quoted() + " Greet.java fr)\" = Bonjour";
    }

    static String body() {
        return resource("work-item.md");
    }

    Made make(DemoFolder folder) {
        Path repository = folder.repository();
        git.require(GitCommand.of("init", "-q", "--bare", "-b", BASE, repository.toString()));
        run(repository, "config", "core.logAllRefUpdates", "always");
        StringBuilder tree = new StringBuilder();
        for (String name : PROGRAM) {
            String blob = git.require(GitCommand.in(repository, "hash-object", "-w", "--stdin")
                            .input(resource("repository/" + name)))
                    .line();
            String mode = name.endsWith(".sh") ? "100755" : "100644";
            tree.append("%s blob %s\t%s\n".formatted(mode, blob, name));
        }
        String root = git.require(GitCommand.in(repository, "mktree").input(tree.toString()))
                .line();
        String seed = run(repository, "commit-tree", "-m", "Say hello", root);
        run(repository, "update-ref", "-m", "sample", "refs/heads/" + BASE, seed);
        return new Made(repository, BASE, seed);
    }

    private String run(Path repository, String... arguments) {
        return git.require(GitCommand.in(repository, arguments)).line();
    }

    /**
     * How the sample is set up.
     *
     * @param port of the server
     * @param pace seconds that each agent rests before it works
     * @param again the words that start the server again
     * @param store lines that name its database, or none
     */
    record Equipment(int port, String pipeline, String pace, String again, String store) {}

    /** Agents, deploy commands where there is something to deploy to, and settings. */
    void equip(DemoFolder folder, Equipment equipment, DemoSites sites) {
        try {
            scripts("agents/", AGENTS, folder.agents(), equipment);
            Map<String, String> places = new HashMap<>(Map.of(
                    "@AGAIN@", equipment.again(),
                    "@PORT@", Integer.toString(equipment.port()),
                    "@JAVA@", yaml(java.word()),
                    "@TEST@", yaml(testCommand()),
                    "@STORE@", equipment.store(),
                    "@PIPELINE@", equipment.pipeline()));
            if (!sites.sites().isEmpty()) {
                scripts("deploy/", DEPLOY, folder.deploy(), equipment);
                // It runs in a checkout of the commit, so a relative path would not find it.
                String deploy = folder.deploy().resolve("deploy.sh").toString();
                places.put("@DEPLOY@", yaml(JavaWord.quoted(deploy)));
                sites.sites()
                        .forEach(site -> places.put(
                                "@" + site.name().toUpperCase(Locale.ROOT) + "@", site.url()));
            }
            String name = sites.sites().isEmpty() ? "baton.yaml" : "baton-standard.yaml";
            Files.writeString(folder.settings(), settings(name, places));
        } catch (IOException e) {
            throw new UncheckedIOException("writing the demo into " + folder.root(), e);
        }
    }

    private static void scripts(String from, List<String> names, Path folder, Equipment equipment)
            throws IOException {
        Files.createDirectories(folder);
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.writeString(file, resource(from + name).replace("@PACE@", equipment.pace()));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String settings(String name, Map<String, String> places) {
        String text = resource(name);
        for (Map.Entry<String, String> place : places.entrySet()) {
            text = text.replace(place.getKey(), place.getValue());
        }
        return text;
    }

    /** A YAML single-quoted scalar. */
    private static String yaml(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String resource(String name) {
        try (InputStream in = DemoSample.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "expected the resource " + RESOURCES + name + ", found none");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
