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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does by hand what the server does for the agents of the sample: clone, prompt, environment, log. */
final class AgentsByHand {
    static final String BRANCH = "baton/demo-1";
    private final DemoFolder demo;
    private final String java;
    private final Path clone;
    private final List<Round> rounds = new ArrayList<>();

    AgentsByHand(DemoFolder folder, String java) throws IOException {
        this.demo = folder;
        this.java = java;
        this.clone = folder.data().resolve("clones/demo-1");
        Files.createDirectories(clone.getParent());
        Shell.git(clone.getParent(), "clone", "-q", folder.repository().toString(), "demo-1");
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
        Path out = clone.resolve(".baton/out");
        Files.createDirectories(out);
        Files.createDirectories(clone.resolve(".baton/in"));
        Files.writeString(
                clone.resolve(".baton/in/task.md"),
                PromptRenderer.render(new Prompt(
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
                        v,
                        v == null ? Commits.BATON : Commits.NONE)));
        String unit = "demo-1-v" + visit + "-" + role + "-1";
        List<String> argv = new ArrayList<>(command);
        argv.set(0, demo.root().resolve(command.getFirst()).toString());
        return logged(
                unit,
                Shell.run(
                        clone,
                        Map.of(
                                "BATON_TASK",
                                "DEMO-1",
                                "BATON_STAGE",
                                stage,
                                "BATON_VISIT",
                                Integer.toString(visit),
                                "BATON_ATTEMPT",
                                "1",
                                "BATON_ROLE",
                                role,
                                "BATON_RUN",
                                unit,
                                "BATON_HEAD_SHA",
                                head(),
                                "BATON_OUT",
                                out.toString()),
                        argv));
    }

    private Shell.Ended logged(String unit, Shell.Ended ended) throws IOException {
        Path run = Files.createDirectories(demo.data().resolve("runs").resolve(unit));
        Files.writeString(run.resolve("log"), ended.output());
        return ended;
    }
}
