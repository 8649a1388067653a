package dev.baton.pipeline;

import dev.baton.model.Gate;
import dev.baton.model.GateSubject;
import dev.baton.model.Role;
import dev.baton.model.Stage.StageEffect;
import dev.baton.model.StageId;
import dev.baton.yaml.Nearest;
import dev.baton.yaml.YamlDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold between the stages of a pipeline, and between the parts of one. */
final class StageRules {
    private static final List<String> RESERVED = Stream.of(
                    StageId.CREATED, StageId.DONE, StageId.CANCELLED)
            .map(StageId::name)
            .toList();

    private final YamlDocument document;
    private final List<StageDraft> stages;
    private final @Nullable Set<Role> roles;
    private final @Nullable Set<String> environments;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    StageRules(
            YamlDocument document,
            List<StageDraft> stages,
            @Nullable Set<Role> roles,
            @Nullable Set<String> environments) {
        this.document = document;
        this.stages = stages;
        this.roles = roles;
        this.environments = environments;
        for (int i = 0; i < stages.size(); i++) {
            places.putIfAbsent(stages.get(i).name(), i);
        }
    }

    void check() {
        boolean ended = false;
        for (int i = 0; i < stages.size(); i++) {
            StageDraft stage = stages.get(i);
            if (ended) {
                say(stage, "name", "can never be reached: it comes after 'done'");
            }
            ended |= stage.name().equals(StageId.DONE.name());
            name(stage, i);
            role(stage);
            red(stage, i);
            judged(stage);
            effects(stage, i);
            deploys(stage);
        }
    }

    private void deploys(StageDraft stage) {
        Set<String> known = environments;
        if (known == null) {
            return;
        }
        stage.gates().stream()
                .filter(Gate.Deploy.class::isInstance)
                .map(gate -> ((Gate.Deploy) gate).environment())
                .filter(name -> !name.isEmpty() && !known.contains(name))
                .forEach(name -> say(
                        stage,
                        "gates",
                        "gate 'deploy': unknown environment '" + name
                                + "': the project has none of that name in baton.yaml"
                                + " (environments); "
                                + Nearest.hint(name, "environment", known)));
    }

    private void name(StageDraft stage, int place) {
        if (RESERVED.contains(stage.name())) {
            say(stage, "name", "expected a name of your own, found a reserved one");
        }
        int first = places.getOrDefault(stage.name(), place);
        if (first != place && !stage.name().isEmpty()) {
            say(
                    stage,
                    "name",
                    "can never be reached: a stage of that name is at line "
                            + stages.get(first).source().line("name"));
        }
    }

    private void role(StageDraft stage) {
        String role = stage.role();
        if (role == null || role.isEmpty()) {
            return;
        }
        if (Stream.concat(GateReader.GATES.stream(), GateReader.LATER_GATES.stream())
                .anyMatch(role::equals)) {
            say(stage, "role", "expected a role, found '" + role + "', which is a gate");
        }
        if (stage.gates().stream()
                .anyMatch(g -> g instanceof Gate.Deploy d && d.jobName().equals(role))) {
            say(stage, "role", "expected a role, found '" + role + "', which is a deploy job");
        }
        if (roles != null && !roles.contains(new Role(role))) {
            say(
                    stage,
                    "role",
                    "unknown role '" + role + "': the project maps it to no agent; "
                            + Nearest.hint(
                                    role, "role", roles.stream().map(Role::name).toList()));
        }
    }

    private void red(StageDraft stage, int place) {
        Integer to = places.get(stage.red());
        if (to == null) {
            say(
                    stage,
                    "on-red",
                    "unknown stage '" + stage.red() + "'; "
                            + Nearest.hint(stage.red(), "stage", places.keySet()));
        } else if (to > place) {
            say(
                    stage,
                    "on-red",
                    "expected this stage or an earlier one, found '" + stage.red()
                            + "', which comes later: red never goes forward");
        } else if (to == place && stage.role() == null && !stage.gates().isEmpty()) {
            say(
                    stage,
                    "on-red",
                    "expected an earlier stage, found this one, which has no agent"
                            + " that could mend what is red");
        }
    }

    /** Every gate must have something to judge, in an order that costs others the least. */
    private void judged(StageDraft stage) {
        boolean candidate = false;
        for (Gate gate : stage.gates()) {
            if (gate.judgesRun() && stage.role() == null) {
                say(
                        stage,
                        "gates",
                        "gate '" + gate.name() + "' judges what the agent of its stage"
                                + " left: expected a role, found none");
            }
            if (gate instanceof Gate.ProtectedPaths && candidate) {
                say(
                        stage,
                        "gates",
                        "gate '" + gate.name() + "': expected it before the other gates on the"
                                + " merge candidate, which run what the candidate has");
            }
            if (gate instanceof Gate.Hygiene) {
                continue; // It is put where it belongs.
            }
            if (gate.subject() == GateSubject.MERGE) {
                candidate = true;
            } else if (candidate && gate.subject() == GateSubject.HEAD) {
                say(
                        stage,
                        "gates",
                        "gate '" + gate.name() + "' judges the head: expected it before"
                                + " the gates on the merge candidate, which hold the merge queue");
            }
        }
    }

    private void effects(StageDraft stage, int place) {
        boolean asks = !stage.gates().isEmpty() || !stage.effects().isEmpty();
        if (asks && stages.subList(0, place + 1).stream().allMatch(s -> s.role() == null)) {
            say(
                    stage,
                    "name",
                    "expected an agent in this stage or an earlier one, found none:"
                            + " there would be no commit to judge or to push");
        }
        boolean merges = stage.effects().contains(StageEffect.MERGE);
        boolean tests = stage.gates().stream().anyMatch(Gate.MergeTest.class::isInstance);
        if (merges && !tests) {
            say(
                    stage,
                    "effects",
                    "effect 'merge': expected gate 'merge-test' in the same stage,"
                            + " found none: what moves the base must have been tested");
        }
        stage.gates().stream()
                .filter(gate -> gate.subject() == GateSubject.MERGE && !merges)
                .forEach(gate -> say(
                        stage,
                        "gates",
                        "gate '" + gate.name() + "': expected effect 'merge' in the same stage"
                                + (gate instanceof Gate.Deploy ? " or an earlier one" : "")
                                + ", found none: the tested commit would never land"));
        if (merges && earlier(place, StageEffect.MERGE)) {
            say(
                    stage,
                    "effects",
                    "effect 'merge': expected in one stage, found it in an earlier" + " one too");
        }
        if (stage.effects().contains(StageEffect.CHANGE_REQUEST) && !pushedBefore(stage, place)) {
            say(
                    stage,
                    "effects",
                    "effect 'change-request': expected effect 'push' before it, found"
                            + " none: there would be no branch to ask for");
        }
    }

    private boolean pushedBefore(StageDraft stage, int place) {
        int push = stage.effects().indexOf(StageEffect.PUSH);
        return (push >= 0 && push < stage.effects().indexOf(StageEffect.CHANGE_REQUEST))
                || earlier(place, StageEffect.PUSH);
    }

    private boolean earlier(int place, StageEffect effect) {
        return stages.subList(0, place).stream().anyMatch(s -> s.effects().contains(effect));
    }

    private void say(StageDraft stage, String key, String text) {
        document.problem(stage.source().line(key), "stage '" + stage.name() + "': " + text);
    }
}
