package dev.baton.pipeline;

import dev.baton.model.Gate;
import dev.baton.model.GateSubject;
import dev.baton.yaml.Fields;
import dev.baton.yaml.Nearest;
import dev.baton.yaml.YamlDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the gates of one stage. */
final class GateReader {
    /** Gates of this version. */
    static final List<String> GATES = List.of(
            "not-empty",
            "tests",
            "verdict",
            "artifact",
            "approval",
            "security",
            "hygiene",
            "protected-paths",
            "merge-test",
            "coverage",
            "image",
            "deploy");

    static final List<String> LATER_GATES = List.of("clean-tree", "forge-status", "forge-review");

    /** How long a gate's command may run when the pipeline says nothing. */
    static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(20);

    /** Words an agent can write in a verdict. */
    static final List<String> VERDICTS =
            List.of("ready", "approved", "changes-requested", "pass", "fail");

    private static final List<String> APPROVE_DEFAULT = List.of("approved");
    private static final String APPROVER = "approver";
    private static final String NOBODY = "none";
    private static final String OUT = ".baton/out/";

    private final YamlDocument document;
    private final Fields stage;
    private final String stageName;

    GateReader(YamlDocument document, Fields stage, String stageName) {
        this.document = document;
        this.stage = stage;
        this.stageName = stageName;
    }

    List<Gate> gates() {
        List<Gate> gates = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Fields.Word written : stage.words("gates")) {
            if (!seen.add(written.word())) {
                document.problem(
                        written.line(),
                        "gate '" + written.word() + "': expected once in a stage, found it again");
            }
            Gate gate = gate(written);
            if (gate != null) {
                gates.add(gate);
                written.settings().end();
            }
        }
        return gates;
    }

    private @Nullable Gate gate(Fields.Word written) {
        Fields settings = written.settings();
        return switch (written.word()) {
            case "not-empty" -> new Gate.NotEmpty();
            case "tests" -> new Gate.Tests(command(written), timeout(settings), retries(settings));
            case "merge-test" ->
                new Gate.MergeTest(command(written), timeout(settings), retries(settings));
            case "security" ->
                new Gate.Security(command(written), timeout(settings), retries(settings));
            case "coverage" ->
                new Gate.Coverage(command(written), timeout(settings), retries(settings));
            case "image" -> new Gate.Image(command(written), timeout(settings), retries(settings));
            case "artifact" -> new Gate.Artifact(artifact(written));
            case "approval" -> new Gate.Approval();
            case "protected-paths" -> protectedPaths(settings);
            // What it is asked of is known once the stage's effects are read.
            case "hygiene" -> new Gate.Hygiene(GateSubject.HEAD, HygieneSettings.rules(settings));
            // Whether it stands before the merge is known once all stages are read.
            case "deploy" -> new Gate.Deploy(environment(written), GateSubject.MERGE);
            case "verdict" -> new Gate.VerdictFile(file(settings), approve(settings));
            default -> {
                unavailable(written);
                yield null;
            }
        };
    }

    private static Gate protectedPaths(Fields settings) {
        List<String> paths = settings.texts("paths");
        Map<String, String> except = settings.pairs("except");
        List<String> named = paths == null ? List.of() : paths;
        named.forEach(path -> pattern(settings, "paths", path));
        except.forEach((path, why) -> {
            pattern(settings, "except", path);
            if (why.isBlank()) {
                settings.problem(
                        "except", "expected the reason why '" + path + "' is not protected");
            }
        });
        String approval = settings.text("approval", APPROVER);
        if (!approval.equals(APPROVER) && !approval.equals(NOBODY)) {
            settings.problem(
                    "approval",
                    "expected '" + APPROVER + "' (a person may agree to a change) or '" + NOBODY
                            + "' (every change is red), found '" + approval + "'");
        }
        return new Gate.ProtectedPaths(named, except, !approval.equals(NOBODY));
    }

    private static void pattern(Fields settings, String key, String path) {
        if (!StageDraft.inside(path)) {
            settings.problem(
                    key,
                    "expected a pattern of paths inside the repository such as ci/**, found '"
                            + path + "'");
        }
    }

    private void unavailable(Fields.Word written) {
        String name = written.word();
        if (LATER_GATES.contains(name)) {
            document.problem(written.line(), "gate '" + name + "': not available in this version");
            return;
        }
        List<String> known = Stream.concat(GATES.stream(), LATER_GATES.stream()).toList();
        document.problem(
                written.line(),
                "unknown gate '" + name + "'; " + Nearest.hint(name, "gate", known));
    }

    private String command(Fields.Word gate) {
        String command = gate.settings().text("command");
        if (command == null || command.isBlank()) {
            document.problem(
                    gate.line(),
                    "gate '" + gate.word()
                            + "': expected a command, found none. Next: write " + gate.word()
                            + ": {command: \"…\"}");
            return "";
        }
        return command;
    }

    private String artifact(Fields.Word gate) {
        String path = stage.text("artifact");
        if (path == null) {
            document.problem(
                    gate.line(),
                    "gate 'artifact': expected the key 'artifact' in its stage, found none. Next:"
                            + " write artifact: docs/tasks/{task}/" + stageName + ".md");
            return "";
        }
        return path;
    }

    private String environment(Fields.Word gate) {
        String name = gate.settings().text("environment");
        if (name == null || !StageDraft.NAME.matcher(name).matches()) {
            document.problem(
                    gate.line(),
                    "gate 'deploy': expected an environment of " + StageDraft.NAME_EXPECTED
                            + ", found " + (name == null ? "none" : "'" + name + "'")
                            + ". Next: write deploy: {environment: staging}");
            return "";
        }
        return name;
    }

    private static Duration timeout(Fields settings) {
        return settings.duration("timeout", TIMEOUT_DEFAULT);
    }

    private static int retries(Fields settings) {
        return settings.number("retries", 0, 0);
    }

    private String file(Fields settings) {
        String file = settings.text("file", OUT + stageName + ".md");
        if (!StageDraft.inside(file) || !file.startsWith(OUT)) {
            settings.problem("file", "expected a path inside " + OUT + ", found '" + file + "'");
        }
        return file;
    }

    private static List<String> approve(Fields settings) {
        List<String> words = settings.texts("approve");
        if (words == null) {
            return APPROVE_DEFAULT;
        }
        if (words.isEmpty()) {
            settings.problem("approve", "expected at least one verdict, found none");
        }
        for (String word : words) {
            if (!VERDICTS.contains(word)) {
                settings.problem(
                        "approve",
                        "unknown verdict '" + word + "'; "
                                + Nearest.hint(word, "verdict", VERDICTS));
            }
        }
        return words;
    }
}
