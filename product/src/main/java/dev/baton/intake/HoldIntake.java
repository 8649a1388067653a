package dev.baton.intake;

import dev.baton.engine.Nudge;
import dev.baton.intake.HoldAnswer.Conflict;
import dev.baton.intake.HoldAnswer.Done;
import dev.baton.intake.HoldAnswer.Invalid;
import dev.baton.intake.HoldAnswer.NotFound;
import dev.baton.model.FailureCode;
import dev.baton.model.Hold;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.QueuePlace;
import dev.baton.model.TransientFailure;
import dev.baton.store.HoldWrites;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import dev.baton.yaml.Nearest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores who holds which merge queue or environment, and who lets go of it. Safe for use by many
 * threads.
 */
public final class HoldIntake {
    private static final int WHY_MAX = 500;
    private static final int BY_MAX = 100;
    private final Store store;
    private final Map<String, IntakeProject> projects;
    private final Predicate<ProcessIdentity> alive;
    private final Nudge nudge;
    private final InstantSource clock;

    /**
     * @param alive whether that very process runs on this machine
     */
    public HoldIntake(
            Store store,
            Map<String, IntakeProject> projects,
            Predicate<ProcessIdentity> alive,
            Nudge nudge,
            InstantSource clock) {
        this.store = store;
        this.projects = Map.copyOf(projects);
        this.alive = alive;
        this.nudge = nudge;
        this.clock = clock;
    }

    /**
     * A hold that somebody asks for.
     *
     * @param project null = the only one there is
     * @param name the base, null = the project's; or the environment
     * @param process whose end ends it; null = until it is released
     */
    public record NewHold(
            Hold.Kind kind,
            @Nullable String project,
            @Nullable String name,
            String why,
            String by,
            @Nullable ProcessIdentity process) {}

    /**
     * Which hold to end.
     *
     * @param id null = the only one on the base or the environment
     */
    public record Release(
            Hold.Kind kind,
            @Nullable Long id,
            @Nullable String project,
            @Nullable String name,
            String by) {}

    /** From its answer on, no merge into the base, or deploy to the environment, is begun. */
    public HoldAnswer hold(NewHold wish) {
        Optional<String> problem =
                problem(wish.why(), WHY_MAX, "why").or(() -> problem(wish.by(), BY_MAX, "by"));
        if (problem.isPresent()) {
            return new Invalid(word(wish.kind()) + " not held: " + problem.get());
        }
        return switch (place(wish.kind(), wish.project(), wish.name())) {
            case Nowhere(HoldAnswer answer) -> answer;
            case Thing thing -> hold(wish, thing);
        };
    }

    private HoldAnswer hold(NewHold wish, Thing thing) {
        ProcessIdentity process = wish.process();
        if (process != null && !alive.test(process)) {
            return new Conflict(thing + " not held: expected process " + process.pid()
                    + " on the machine of the server, found none of that start"
                    + " and boot. Next: run the command there, or hold without one");
        }
        HoldWrites.NewHold hold = new HoldWrites.NewHold(
                thing.kind(),
                thing.project(),
                thing.name(),
                wish.why().strip(),
                wish.by().strip(),
                process,
                clock.instant());
        return answer(store.write("hold", tx -> Step.commit(new Done(tx.holds().place(hold)))));
    }

    /** Ends it; who waited goes on at once unless somebody else holds the same too. */
    public HoldAnswer release(Release wish) {
        Long id = wish.id();
        if (id != null) {
            return answer(store.write("release", tx -> Step.commit(byId(tx, id, wish))));
        }
        return switch (place(wish.kind(), wish.project(), wish.name())) {
            case Nowhere(HoldAnswer answer) -> answer;
            case Thing thing ->
                answer(store.write("release", tx -> Step.commit(only(tx, thing, wish.by()))));
        };
    }

    private HoldAnswer byId(Tx tx, long id, Release wish) {
        Optional<Hold> found = tx.holds().byId(id).filter(h -> h.kind() == wish.kind());
        if (found.isEmpty()) {
            return new NotFound("hold " + id + ": expected a hold of "
                    + (wish.kind() == Hold.Kind.BASE ? "a merge queue" : "an environment")
                    + ", found none" + list(wish.kind()));
        }
        Hold.Release before = found.get().release();
        return before == null
                ? end(tx, found.get(), wish.by())
                : new Conflict("hold " + id + ": expected it to be active, found it released by "
                        + before.by() + " at " + before.at() + list(wish.kind()));
    }

    private HoldAnswer only(Tx tx, Thing thing, String by) {
        List<Hold> holds = tx.holds().active(thing.kind(), thing.project(), thing.name());
        return switch (holds.size()) {
            case 0 -> new NotFound(thing + ": expected a hold, found none" + list(thing.kind()));
            case 1 -> end(tx, holds.getFirst(), by);
            default ->
                new Conflict(thing + ": expected one hold, found "
                        + holds.stream()
                                .map(h -> h.id() + " of " + h.by())
                                .collect(Collectors.joining(", "))
                        + ". Next: ./baton " + command(thing.kind()) + " release "
                        + (thing.kind() == Hold.Kind.BASE ? "ID" : "--id ID"));
        };
    }

    private HoldAnswer end(Tx tx, Hold hold, String by) {
        tx.holds().release(hold.id(), by, clock.instant());
        return new Done(tx.holds().byId(hold.id()).orElseThrow());
    }

    /** Where a hold is wanted. */
    private sealed interface Where {}

    private record Thing(Hold.Kind kind, String project, String name) implements Where {
        @Override
        public String toString() {
            return switch (kind) {
                case BASE -> "merge queue of " + name;
                case ENVIRONMENT -> "environment " + name;
            };
        }
    }

    private static String word(Hold.Kind kind) {
        return switch (kind) {
            case BASE -> "merge queue";
            case ENVIRONMENT -> "environment";
        };
    }

    private static String command(Hold.Kind kind) {
        return switch (kind) {
            case BASE -> "merge-lease";
            case ENVIRONMENT -> "environment";
        };
    }

    private static String list(Hold.Kind kind) {
        return ". Next: ./baton " + command(kind) + " list";
    }

    private record Nowhere(HoldAnswer answer) implements Where {}

    private Where place(Hold.Kind kind, @Nullable String project, @Nullable String name) {
        IntakeProject found = project != null
                ? projects.get(project)
                : projects.size() == 1 ? projects.values().iterator().next() : null;
        if (found == null) {
            return new Nowhere(
                    project == null
                            ? new Invalid("project: expected its name, found none; known projects: "
                                    + names() + ". Next: name it with --project")
                            : new NotFound("unknown project '" + project + "'; "
                                    + Nearest.hint(project, "project", projects.keySet())));
        }
        return switch (kind) {
            case BASE -> base(found, name);
            case ENVIRONMENT -> environment(found, name);
        };
    }

    private static Where environment(IntakeProject project, @Nullable String name) {
        if (name != null && project.environments().contains(name)) {
            return new Thing(Hold.Kind.ENVIRONMENT, project.name(), name);
        }
        return new Nowhere(
                name == null
                        ? new Invalid("environment: expected its name, found none; environments of "
                                + project.name() + ": "
                                + project.environments().stream()
                                        .sorted()
                                        .collect(Collectors.joining(", ")))
                        : new NotFound("unknown environment '" + name + "' of " + project.name()
                                + "; "
                                + Nearest.hint(name, "environment", project.environments())));
    }

    /** A base nobody lands on is refused: a slip of the keyboard would hold nothing. */
    private Where base(IntakeProject found, @Nullable String base) {
        if (base == null || base.equals(found.base())) {
            return new Thing(Hold.Kind.BASE, found.name(), found.base());
        }
        boolean used = store.read(reads -> landedOn(reads, found.name(), base));
        return used
                ? new Thing(Hold.Kind.BASE, found.name(), base)
                : new Nowhere(new NotFound("base '" + base + "': expected a branch that tasks of "
                        + found.name() + " land on, such as " + found.base() + ", found none that"
                        + " waits for it"));
    }

    private static boolean landedOn(Reads reads, String project, String base) {
        return !reads.queue().queue(project, base).isEmpty()
                || !reads.holds().active(Hold.Kind.BASE, project, base).isEmpty();
    }

    private String names() {
        return projects.keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    private static Optional<String> problem(String text, int max, String field) {
        if (text.isBlank()) {
            return Optional.of(
                    field + ": expected some text, found none. Next: --" + field + " \"…\"");
        }
        return text.length() <= max
                ? Optional.empty()
                : Optional.of(field + ": expected at most " + max + " characters, found "
                        + text.length());
    }

    private HoldAnswer answer(WriteResult<HoldAnswer> result) {
        return switch (result) {
            case WriteResult.Committed<HoldAnswer>(HoldAnswer answer) -> {
                if (answer instanceof Done(Hold hold)) {
                    nudge(hold);
                }
                yield answer;
            }
            case WriteResult.Lost<HoldAnswer>(String why) ->
                throw new TransientFailure(
                        FailureCode.STORE, "hold: not stored: " + why + ". Next: try again");
            case WriteResult.Unknown<HoldAnswer>(Throwable cause) ->
                throw new TransientFailure(
                        FailureCode.STORE,
                        "hold: may or may not be stored: expected an answer of the database, found"
                                + " none. Next: list the holds",
                        cause);
        };
    }

    /**
     * So that the page of the head says at once what it waits for. Who waits for an environment is
     * looked at by the next scan.
     */
    private void nudge(Hold hold) {
        if (hold.kind() == Hold.Kind.BASE) {
            store.read(reads -> reads.queue().queue(hold.project(), hold.name())).stream()
                    .filter(QueuePlace::head)
                    .forEach(head -> nudge.nudge(head.task(), "merge queue"));
        }
    }
}
