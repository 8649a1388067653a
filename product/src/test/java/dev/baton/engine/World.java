package dev.baton.engine;

import dev.baton.gates.Gates;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.Effect;
import dev.baton.model.EffectKind;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.Evidence;
import dev.baton.model.EvidenceRow;
import dev.baton.model.Gate;
import dev.baton.model.JobKind;
import dev.baton.model.Judgement;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Pipeline;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outside as a model with state: processes, a forge, a base branch. It outlives the engine that
 * works on it, counts what was applied, and refuses what the real resources refuse.
 */
final class World {
    /** Called before and after everything that touches the world; may throw to crash the engine. */
    interface Point {
        void reached(String name);
    }

    /** What an agent of a role does in its nth run: the exit code, a new head or none, a word. */
    interface Agents {
        Act act(String jobName, int nth);
    }

    record Act(int exitCode, @Nullable Sha head, String verdict) {}

    Point point = name -> {};
    Agents agents = (job, nth) -> new Act(0, Situations.HEAD, word(job));
    /** What the verifier finds; counted by nobody but the test. */
    Predicate<Deployment> healthy = deployment -> true;
    /** What an environment says of a deploy that nobody saw end. */
    DeployAnswer status = DeployAnswer.UNKNOWN;

    /** Whether production has a rollback command. */
    boolean rollsBack;
    /** When deploys to production may begin again. */
    @Nullable
    Instant opensAt;

    final List<String> endedByForce = new ArrayList<>();
    final Map<String, Integer> applied = new LinkedHashMap<>();
    final Set<String> poisoned = new LinkedHashSet<>();
    final Map<String, Act> ended = new HashMap<>();
    final Set<String> living = new LinkedHashSet<>();
    private final Map<String, Integer> starts = new HashMap<>();
    Sha base = Situations.BASE;
    int conflicts;
    /** What candidates change of what is protected. */
    Evidence.ProtectedChanges changes = Evidence.ProtectedChanges.NONE;

    boolean landedByHand;

    /** Of these units nothing is taken, for that reason. */
    final Map<String, String> refused = new HashMap<>();

    /** The word of an agent that is content. */
    static String word(String job) {
        return switch (job) {
            case "analyst", "architect" -> "ready";
            case "tester" -> "pass";
            default -> "approved";
        };
    }

    Hands hands() {
        List<EffectPerformer> performers = new ArrayList<>();
        for (EffectKind kind : EffectKind.values()) {
            performers.add(new Performer(kind));
        }
        return new Hands(
                Hands.byKind(performers),
                this::collect,
                new CleanCommits(this::build),
                this::stop,
                this::judge,
                new AgentLimits() {
                    @Override
                    public Duration timeout(String project, Role role) {
                        return Duration.ofMinutes(45);
                    }

                    @Override
                    public int attempts(String project, Role role) {
                        return 2;
                    }
                },
                new DeployLimits() {
                    @Override
                    public Duration timeout(String project, String environment) {
                        return Duration.ofMinutes(10);
                    }

                    @Override
                    public List<EnvironmentRules> rules(String project, Instant now) {
                        return List.of(
                                new EnvironmentRules("staging", false, null),
                                new EnvironmentRules("production", rollsBack, opensAt));
                    }
                });
    }

    /** Lets every living process end; answers their units. */
    List<String> endAll() {
        List<String> units = List.copyOf(living);
        living.clear();
        for (String unit : units) {
            String job = unit.replaceAll("^shop-\\d+-v\\d+-(.*)-\\d+$", "$1");
            ended.put(unit, agents.act(job, starts.merge(job, 1, Integer::sum)));
        }
        return units;
    }

    Act end(String unit) {
        Act act = ended.get(unit);
        if (act == null) {
            throw new IllegalStateException(unit + " has not ended");
        }
        return act;
    }

    boolean appliedTwice() {
        return applied.values().stream().anyMatch(n -> n > 1);
    }

    private final class Performer implements EffectPerformer {
        private final EffectKind kind;

        Performer(EffectKind kind) {
            this.kind = kind;
        }

        @Override
        public EffectKind kind() {
            return kind;
        }

        @Override
        public Observation observe(Order order) {
            point.reached("observe " + order.key());
            if (poisoned.contains(order.key().toString())) {
                return new Never("tombstone");
            }
            return applied.containsKey(order.key().toString()) ? happened() : new Absent();
        }

        @Override
        public Application apply(Order order) {
            String key = order.key().toString();
            point.reached("before " + key);
            if (poisoned.contains(key)) {
                return new Refused("tombstone");
            }
            if (order.effect() instanceof Effect.Merge merge) {
                if (!applied.containsKey(key) && !base.equals(merge.baseSha())) {
                    return new Refused("base moved");
                }
                base = merge.sha();
            }
            if (order.effect() instanceof Effect.Starts start) {
                living.add(start.unit());
            }
            applied.merge(key, 1, Integer::sum);
            point.reached("after " + key);
            return happened();
        }

        @Override
        public Observation settle(Order order) {
            point.reached("settle " + order.key());
            if (applied.containsKey(order.key().toString())) {
                return happened();
            }
            poisoned.add(order.key().toString());
            return new Never("tombstone");
        }

        private Happened happened() {
            return new Happened("done", new ProcessIdentity(42, 4711, "boot"));
        }
    }

    private Collector.Collected collect(Task task, Stage stage, Run run) {
        point.reached("collect " + run.unit());
        if (run.kind() == JobKind.DEPLOY) {
            return deployed(task, run);
        }
        Act act = end(run.unit());
        Sha head = act.head() == null ? task.head() : act.head();
        Sha subject = head == null ? Situations.BASE : head;
        boolean moves = stage.pushes()
                && stage.role() != null
                && run.jobName().equals(stage.role().name());
        Evidence evidence = new Evidence.OutFile("verdict", act.verdict(), null);
        return new Collector.Collected(
                moves ? head : null,
                moves ? Situations.BASE : null,
                List.of(new Collector.Named("verdict", subject, evidence)),
                refused.get(run.unit()));
    }

    private Collector.Collected deployed(Task task, Run run) {
        if (run.state() == RunState.EXITED) {
            return new Collector.Collected(null, null, List.of());
        }
        Sha subject = task.head() == null ? Situations.BASE : task.head();
        Evidence said = new Evidence.DeployStatus(status, "status: " + status);
        return new Collector.Collected(
                null, null, List.of(new Collector.Named("status", subject, said)));
    }

    private CandidateBuilder.Built build(Task task, int n, Pipeline pipeline) {
        point.reached("build " + n);
        if (landedByHand) {
            return new CandidateBuilder.AlreadyLanded(base);
        }
        if (conflicts > 0) {
            conflicts--;
            return new CandidateBuilder.Candidate(new MergeCandidate(
                    task.id(), task.visit(), n, base, head(task), null, List.of("Greet.java")));
        }
        long number = task.id().value() * 1000 + task.visit() * 10 + n;
        Sha sha = new Sha("%039dc".formatted(number));
        return new CandidateBuilder.Candidate(
                new MergeCandidate(task.id(), task.visit(), n, base, head(task), sha, List.of())
                        .with(changes));
    }

    private static Sha head(Task task) {
        Sha head = task.head();
        if (head == null) {
            throw new IllegalStateException("no head");
        }
        return head;
    }

    private Launcher.Stopped stop(Run run) {
        point.reached("stop " + run.unit());
        if (living.remove(run.unit())) {
            endedByForce.add(run.unit());
        }
        Act act = ended.get(run.unit());
        return act == null ? new Launcher.Dead() : new Launcher.Ended(act.exitCode());
    }

    /** Gates read the word the run wrote, deploys the ledger; commands are green. */
    private Judgement judge(Gate gate, Sha subject, List<EvidenceRow> evidence) {
        if (gate instanceof Gate.Deploy) {
            Evidence.DeployEnd end = (Evidence.DeployEnd) evidence.getLast().evidence();
            return end.state() == DeploymentState.HEALTHY
                    ? new Judgement.Green("healthy")
                    : new Judgement.Red(end.state() + ": " + end.found(), List.of("it is down"));
        }
        if (gate instanceof Gate.ProtectedPaths || gate instanceof Gate.Hygiene) {
            return new Gates().judge(gate, subject, evidence);
        }
        if (!(gate instanceof Gate.VerdictFile verdict) || evidence.isEmpty()) {
            return new Judgement.Green("fine");
        }
        Evidence.OutFile file = (Evidence.OutFile) evidence.getLast().evidence();
        String text = file.text();
        return text != null && verdict.approve().contains(text)
                ? new Judgement.Green(text)
                : new Judgement.Red("changes requested", List.of("it says Hello"));
    }
}
