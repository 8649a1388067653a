package dev.baton.pipeline;

import dev.baton.model.Gate;
import dev.baton.model.GateSubject;
import dev.baton.model.HygieneRules;
import dev.baton.model.Role;
import dev.baton.model.Stage;
import dev.baton.model.Stage.CommitPolicy;
import dev.baton.model.Stage.StageEffect;
import dev.baton.model.StageId;
import dev.baton.yaml.Fields;
import dev.baton.yaml.Nearest;
import dev.baton.yaml.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stage as written: each value is right by itself, how they fit together is not known yet.
 *
 * @param name as written; "" if there is none
 */
record StageDraft(
        Fields source,
        String name,
        @Nullable String role,
        @Nullable String prompt,
        List<Gate> gates,
        List<StageEffect> effects,
        @Nullable String onRed,
        int visitsMax,
        @Nullable Integer attemptsMax,
        CommitPolicy commit) {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    static final String NAME_EXPECTED = "lower-case letters, digits and dashes (at most 40)";

    static StageDraft read(YamlDocument document, Fields stage) {
        String name = name(stage, "name", stage.required("name"));
        String role = stage.text("role");
        String prompt = stage.text("prompt");
        if (prompt != null && !inside(prompt)) {
            stage.problem(
                    "prompt", "expected a path inside the repository, found '" + prompt + "'");
        }
        artifact(stage);
        StageDraft draft = new StageDraft(
                stage,
                name,
                role == null ? null : name(stage, "role", role),
                prompt,
                new GateReader(document, stage, name).gates(),
                effects(document, stage),
                stage.text("on-red"),
                stage.number("max-visits", 1, Stage.VISITS_MAX_DEFAULT),
                stage.number("attempts", 1),
                commit(stage));
        stage.end();
        return draft;
    }

    private static void artifact(Fields stage) {
        String path = stage.text("artifact");
        if (path == null) {
            return;
        }
        String filled = path.replace(Gate.Artifact.TASK, "task");
        if (!inside(filled) || filled.contains("{") || filled.startsWith(".baton/")) {
            stage.problem(
                    "artifact",
                    "expected a path inside the repository and outside .baton, which may hold "
                            + Gate.Artifact.TASK + ", found '" + path + "'");
        }
        if (stage.words("gates").stream().noneMatch(gate -> gate.word().equals("artifact"))) {
            stage.problem("artifact", "expected the gate 'artifact' beside it, found none");
        }
    }

    /** The same stage with what only its place among the others decides. */
    StageDraft after(boolean merged) {
        List<Gate> placed = gates.stream()
                .map(gate -> gate instanceof Gate.Deploy deploy && merged
                        ? new Gate.Deploy(deploy.environment(), GateSubject.ENVIRONMENT)
                        : gate)
                .toList();
        return with(placed);
    }

    /**
     * What lands is guarded, whether the pipeline says so or not.
     *
     * @param rules of the pipeline's first gate {@code hygiene}, for stages that name none
     */
    StageDraft guarded(HygieneRules rules) {
        HygieneRules own = hygiene().orElse(rules);
        List<Gate> guarded = new ArrayList<>(gates);
        guarded.removeIf(Gate.Hygiene.class::isInstance);
        if (works()) {
            boolean first = guarded.isEmpty() || !(guarded.getFirst() instanceof Gate.NotEmpty);
            guarded.add(first ? 0 : 1, new Gate.Hygiene(GateSubject.HEAD, own));
        }
        if (effects.contains(StageEffect.MERGE)) {
            int candidate = 0;
            while (candidate < guarded.size()
                    && guarded.get(candidate).subject() != GateSubject.MERGE) {
                candidate++;
            }
            if (guarded.stream().noneMatch(Gate.ProtectedPaths.class::isInstance)) {
                guarded.add(candidate, Gate.ProtectedPaths.DEFAULT);
            }
            // First: no person is asked about what cannot land anyway.
            guarded.add(candidate, new Gate.Hygiene(GateSubject.MERGE, own));
        }
        return with(guarded);
    }

    /** Whether commits of an agent come out of it. */
    private boolean works() {
        return role != null && effects.contains(StageEffect.PUSH);
    }

    /** Whether there is something that the gate {@code hygiene} can look at. */
    boolean inspected() {
        return works() || effects.contains(StageEffect.MERGE);
    }

    /** What the stage itself says of hygiene. */
    Optional<HygieneRules> hygiene() {
        return gates.stream()
                .filter(Gate.Hygiene.class::isInstance)
                .map(gate -> ((Gate.Hygiene) gate).rules())
                .findFirst();
    }

    private StageDraft with(List<Gate> other) {
        return new StageDraft(
                source, name, role, prompt, other, effects, onRed, visitsMax, attemptsMax, commit);
    }

    /** A relative path that does not leave its folder. */
    static boolean inside(String path) {
        return !path.isBlank()
                && !path.startsWith("/")
                && !path.endsWith("/")
                && path.chars().noneMatch(Character::isISOControl)
                && Stream.of(path.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private static String name(Fields stage, String key, String written) {
        if (!written.isEmpty() && !NAME.matcher(written).matches()) {
            stage.problem(key, "expected " + NAME_EXPECTED + ", found '" + written + "'");
        }
        return written;
    }

    private static List<StageEffect> effects(YamlDocument document, Fields stage) {
        List<StageEffect> effects = new ArrayList<>();
        for (Fields.Word written : stage.words("effects")) {
            written.settings().end();
            StageEffect effect = effect(written.word());
            if (effect != null && effects.contains(effect)) {
                document.problem(
                        written.line(),
                        "effect '" + written.word()
                                + "': expected once in a stage, found it again");
            } else if (effect != null) {
                effects.add(effect);
            } else {
                document.problem(
                        written.line(),
                        "unknown effect '" + written.word() + "'; "
                                + Nearest.hint(written.word(), "effect", known()));
            }
        }
        return effects;
    }

    private static @Nullable StageEffect effect(String word) {
        for (StageEffect effect : StageEffect.values()) {
            if (effect.word().equals(word)) {
                return effect;
            }
        }
        return null;
    }

    private static List<String> known() {
        return Stream.of(StageEffect.values()).map(StageEffect::word).toList();
    }

    private static CommitPolicy commit(Fields stage) {
        String word = stage.word("commit", "policy", List.of("baton", "agent"));
        return "agent".equals(word) ? CommitPolicy.AGENT : CommitPolicy.BATON;
    }

    /** Where red goes when nothing is said: the stage tries again. */
    String red() {
        return onRed == null ? name : onRed;
    }

    Stage stage() {
        return new Stage(
                new StageId(name),
                role == null ? null : new Role(role),
                prompt,
                gates,
                effects,
                new StageId(red()),
                visitsMax,
                attemptsMax,
                commit);
    }
}
