package dev.baton.simulation;

import dev.baton.model.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocol of the product. */
final class Fenced implements Protocol {
    private final Course course;
    private final FencedChecks checks;
    private @Nullable Waiters waiters;

    Fenced(Course course) {
        this.course = course;
        this.checks = new FencedChecks(course.pipeline());
    }

    @Override
    public String name() {
        return "fenced";
    }

    @Override
    public void prepare(Database database) {
        waiters = null;
    }

    @Override
    public List<String> stages() {
        return course.pipeline().stages().stream()
                .map(stage -> stage.id().name())
                .toList();
    }

    @Override
    public Server start(World world, Database database, Host host) {
        FencedServer server = new FencedServer(world, course, database, host);
        waiters = server.waiters();
        return server;
    }

    @Override
    public List<Standing> standings(Database database) {
        return database
                .rows("select id, key, project, status, stage, coalesce(parked_why, awaiting, ''),"
                        + " epoch from task order by id")
                .stream()
                .map(row -> new Standing(
                        Long.parseLong(row.get(0)),
                        row.get(1),
                        row.get(2),
                        List.of("DONE", "CANCELLED", "PARKED").contains(row.get(3)),
                        asks(row.get(3), row.get(5)),
                        "%s %s %s, epoch %s: %s"
                                .formatted(
                                        row.get(1),
                                        row.get(3),
                                        row.get(4),
                                        row.get(6),
                                        row.get(5))))
                .toList();
    }

    /** A paused task is let go on; who keeps an environment from others is looked at. */
    private static Command.@Nullable Kind asks(String status, String why) {
        if (status.equals("PAUSED")) {
            return Command.Kind.RESUME;
        }
        return status.equals("PARKED") && why.endsWith("retry deploys anew")
                ? Command.Kind.RETRY
                : null;
    }

    @Override
    public void inspect(World world, Database database, boolean atRest) {
        if (atRest) {
            checks.atRest(world, database);
        } else {
            checks.inBetween(world, database);
        }
        if (waiters != null) {
            waiters.inspect(world);
        }
    }

    @Override
    public void applied(World world, Database database, String key, String subject) {
        checks.applied(world, database, key, subject);
    }
}
