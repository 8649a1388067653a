package dev.baton.setup;

import dev.baton.agents.Prompt;
import dev.baton.agents.Prompt.Commits;
import dev.baton.agents.Prompt.Round;
import dev.baton.agents.Prompt.VerdictRequest;
import dev.baton.agents.PromptRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does by hand what the server does for the agents: clone, prompt, environment, log. */
final class AgentsByHand {
    static final String BRANCH = "baton/demo-1";
    private final DemoFolder demo;
    private final String java;
    private final Path clone;
    private final List<Round> rounds = new ArrayList<>();

    AgentsByHand(DemoFolder folder, String java) throws IOException {
        this.demo = folder;
        this.java = java;
        Path clones = Files.createDirectories(folder.data().resolve("clones"));
        this.clone = clones.resolve("demo-1");
        Shell.git(clones, "clone", "-q", folder.repository().toString(), "demo-1");
        Shell.git(clone, "checkout", "-q", "-b", BRANCH);
        Files.writeString(clone.resolve(".git/info/exclude"), ".baton/\n");
    }

    Path folder() {
        return clone;
    }

    String head() {
        return Shell.git(clone, "rev-parse", "HEAD");
    }

    Shell.Ended develop(int visit) throws IOException {
        return agent("development", "developer", visit, List.of("agents/developer.sh"), null);
    }

    Shell.Ended review(int visit) throws IOException {
        VerdictRequest verdict = new VerdictRequest(".baton/out/review.md", List.of("approved"));
        return agent("review", "reviewer", visit, List.of("agents/reviewer.sh", java), verdict);
    }

    String verdict() throws IOException {
        return Files.readString(clone.resolve(".baton/out/review.md"));
    }

    /** As the verdict gate hands findings on. */
    void sendBack(int visit, String finding) {
        rounds.add(new Round(
                "review", visit, "verdict red: changes-requested", List.of(finding, "Ran it.")));
    }

    Shell.Ended test(String unit, String command) throws IOException {
        return logged(
                unit, Shell.run(clone, Map.of("BATON_RUN", unit), List.of("sh", "-c", command)));
    }

    private Shell.Ended agent(
            String stage, String role, int visit, List<String> command, @Nullable VerdictRequest v)
            throws IOException {
        Files.createDirectories(clone.resolve(".baton/out"));
        Files.createDirectories(clone.resolve(".baton/in"));
        Files.writeString(clone.resolve(".baton/in/task.md"), prompt(stage, role, visit, v));
        String unit = "demo-1-v" + visit + "-" + role + "-1";
        List<String> argv = new ArrayList<>(command);
        argv.set(0, demo.root().resolve(command.getFirst()).toString());
        Map<String, String> environment = new HashMap<>();
        environment.put("BATON_TASK", "DEMO-1");
        environment.put("BATON_STAGE", stage);
        environment.put("BATON_VISIT", Integer.toString(visit));
        environment.put("BATON_ATTEMPT", "1");
        environment.put("BATON_ROLE", role);
        environment.put("BATON_RUN", unit);
        environment.put("BATON_HEAD_SHA", head());
        environment.put("BATON_OUT", clone.resolve(".baton/out").toString());
        return logged(unit, Shell.run(clone, environment, argv));
    }

    private String prompt(String stage, String role, int visit, @Nullable VerdictRequest v) {
        return PromptRenderer.render(new Prompt(
                "DEMO-1",
                DemoSample.TITLE,
                DemoSample.body(),
                stage,
                role,
                visit,
                1,
                BRANCH,
                DemoSample.BASE,
                Shell.git(clone, "rev-parse", "origin/main"),
                head(),
                rounds,
                null,
                v,
                v == null ? Commits.BATON : Commits.NONE));
    }

    private Shell.Ended logged(String unit, Shell.Ended ended) throws IOException {
        Path run = Files.createDirectories(demo.data().resolve("runs").resolve(unit));
        Files.writeString(run.resolve("log"), ended.output());
        return ended;
    }
}
