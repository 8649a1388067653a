package dev.baton.config;

import dev.baton.deploy.EnvironmentSettings;
import dev.baton.jobs.SweepSettings;
import dev.baton.yaml.Durations;
import dev.baton.yaml.Fields;
import dev.baton.yaml.Nearest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the settings of what runs by itself. Switches of parts that come in a later version are
 * accepted at their default only: a person who sets one must learn that nothing obeys it.
 */
final class ActorsSection {
    private static final Pattern ARMED =
            Pattern.compile("([a-z-]+)=([a-z]+)(?:@([1-9][0-9]{0,5}))?");

    private ActorsSection() {}

    static ReaperSettings reaper(Fields fields) {
        ReaperSettings d = ReaperSettings.DEFAULT;
        boolean enabled = fields.flag("enabled", d.enabled());
        Duration interval = fields.duration("interval", d.interval());
        int deadTicks = fields.number("dead-ticks", 1, d.deadTicks());
        Duration grace = fields.duration("finalize-grace", d.finalizeGrace());
        boolean liveness = fields.flag("finalizer-liveness", d.finalizerLiveness());
        Duration runningMax = fields.duration("max-running", d.runningMax());
        if (runningMax.compareTo(grace) <= 0) {
            fields.problem(
                    "max-running",
                    "expected more than finalize-grace ("
                            + Durations.text(grace) + "), found "
                            + Durations.text(runningMax));
            grace = d.finalizeGrace();
            runningMax = d.runningMax();
        }
        fields.end();
        return new ReaperSettings(enabled, interval, deadTicks, grace, liveness, runningMax);
    }

    static ReconcilerSettings reconciler(Fields fields) {
        ReconcilerSettings d = ReconcilerSettings.DEFAULT;
        boolean enabled = fields.flag("enabled", d.enabled());
        Duration interval = fields.duration("interval", d.interval());
        fields.end();
        return new ReconcilerSettings(enabled, interval);
    }

    static MergeLeaseSettings mergeLease(Fields fields, Map<String, ProjectSettings> projects) {
        MergeLeaseSettings d = MergeLeaseSettings.DEFAULT;
        List<String> named = fields.texts("projects");
        for (String name : named == null ? List.<String>of() : named) {
            if (!projects.containsKey(name)) {
                fields.problem(
                        "projects",
                        "unknown project '" + name + "'; "
                                + Nearest.hint(name, "project", projects.keySet()));
            }
        }
        MergeLeaseSettings settings = new MergeLeaseSettings(
                fields.flag("reclaim-enabled", d.reclaimEnabled()),
                fields.duration("ceiling", d.ceiling()),
                fields.duration("age-up", d.ageUp()),
                named == null ? null : Set.copyOf(named));
        projects.values().forEach(project -> ceiling(fields, settings, project));
        fields.end();
        return settings;
    }

    /** A lower one would send healthy heads to the tail before they can land, every time. */
    private static void ceiling(
            Fields fields, MergeLeaseSettings settings, ProjectSettings project) {
        Duration ceiling = settings.landingMax(project.name());
        Duration landing = project.pipeline().presetLandingTimeout(name -> {
            EnvironmentSettings environment = project.environments().get(name);
            return environment == null ? Duration.ZERO : environment.timeout();
        });
        if (ceiling != null && ceiling.compareTo(landing) <= 0) {
            fields.problem(
                    "ceiling",
                    "expected more than " + Durations.text(landing)
                            + ", which the commands of preset '"
                            + project.pipeline().preset()
                            + "' may take at the head of the merge queue of " + project.name()
                            + ", found " + Durations.text(ceiling));
        }
    }

    static TransitionLeaseSettings transitionLease(Fields fields) {
        TransitionLeaseSettings d = TransitionLeaseSettings.DEFAULT;
        TransitionLeaseSettings lease = new TransitionLeaseSettings(
                fields.flag("enabled", d.enabled()),
                fields.flag("reclaim-enabled", d.reclaimEnabled()),
                fields.texts("projects"));
        fields.end();
        return lease;
    }

    static SweepSettings cleanup(Fields fields) {
        SweepSettings d = SweepSettings.DEFAULT;
        SweepSettings cleanup = new SweepSettings(
                fields.flag("enabled", d.enabled()),
                fields.duration("clones", d.clones()),
                fields.duration("logs", d.logs()),
                fields.duration("history", d.history()));
        fields.end();
        return cleanup;
    }

    static TestingSettings testing(Fields fields) {
        boolean enabled = fields.flag("enabled", TestingSettings.DEFAULT.enabled());
        List<String> written = fields.texts("failpoints");
        List<TestingSettings.Armed> failpoints = new ArrayList<>();
        if (written != null) {
            written.forEach(text -> armed(fields, text).ifPresent(failpoints::add));
        }
        if (!failpoints.isEmpty() && !enabled) {
            fields.problem(
                    "failpoints",
                    "expected none where testing.enabled is false, found " + failpoints.size());
        }
        fields.end();
        return new TestingSettings(enabled, failpoints);
    }

    private static Optional<TestingSettings.Armed> armed(Fields fields, String text) {
        Matcher matcher = ARMED.matcher(text);
        if (!matcher.matches()) {
            fields.problem(
                    "failpoints", "expected POINT=ACTION or POINT=ACTION@N, found '" + text + "'");
            return Optional.empty();
        }
        Optional<Failpoint> point = Failpoint.of(matcher.group(1));
        Optional<TestingSettings.Action> action = Arrays.stream(TestingSettings.Action.values())
                .filter(a -> a.name().toLowerCase(Locale.ROOT).equals(matcher.group(2)))
                .findFirst();
        if (point.isEmpty()) {
            fields.problem(
                    "failpoints",
                    "unknown point '" + matcher.group(1) + "'; "
                            + Nearest.hint(matcher.group(1), "point", Failpoint.words()));
        }
        if (action.isEmpty()) {
            fields.problem(
                    "failpoints",
                    "expected note, kill, halt, stop, hang or throw, found '" + matcher.group(2)
                            + "'");
        }
        int nth = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
        return point.flatMap(p -> action.map(a -> new TestingSettings.Armed(p, a, nth)));
    }
}
