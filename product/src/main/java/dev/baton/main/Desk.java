package dev.baton.main;

import dev.baton.intake.CommandIntake;
import dev.baton.intake.Given;
import dev.baton.intake.NewCommand;
import dev.baton.intake.NewItem;
import dev.baton.intake.RevertIntake;
import dev.baton.intake.TaskIntake;
import dev.baton.web.TaskDesk;

import java.util.function.Supplier;

/** The web's way to the intake. */
final class Desk implements TaskDesk {
    private final TaskIntake tasks;
    private final CommandIntake commands;
    private final RevertIntake reverts;
    private final Supplier<String> ids;

    /**
     * @param ids a new one for every command that has none of its own
     */
    Desk(TaskIntake tasks, CommandIntake commands, RevertIntake reverts, Supplier<String> ids) {
        this.tasks = tasks;
        this.commands = commands;
        this.reverts = reverts;
        this.ids = ids;
    }

    @Override
    public Filed file(Filing filing) {
        NewItem item = new NewItem(
                filing.project(),
                filing.title(),
                filing.body(),
                filing.sourceId(),
                null,
                filing.author(),
                filing.priority());
        return switch (tasks.file(item)) {
            case dev.baton.intake.Filed.Created(var task) -> new Created(task);
            case dev.baton.intake.Filed.Existing(var task) -> new Existing(task);
            case dev.baton.intake.Filed.Refused(var reason, String message) ->
                new Refused(
                        switch (reason) {
                            case INVALID -> Why.INVALID;
                            case UNKNOWN_PROJECT -> Why.NO_PROJECT;
                            case PIPELINE -> Why.PIPELINE;
                        },
                        message);
        };
    }

    @Override
    public Reverted revert(String key, String actor) {
        return switch (reverts.revert(key, actor)) {
            case RevertIntake.Done(var task) -> new Reverting(task);
            case RevertIntake.NotFound() -> new NoTask();
            case RevertIntake.Refused(String message) -> new NotReverted(message);
        };
    }

    @Override
    public Commanded command(Order order) {
        NewCommand command = new NewCommand(
                ids.get(),
                order.key(),
                order.kind(),
                order.stage() == null ? null : order.stage().name(),
                order.text(),
                order.seen(),
                order.actor());
        return switch (commands.give(command)) {
            case Given.Accepted accepted -> new Accepted();
            case Given.NotFound notFound -> new NotFound();
            case Given.Conflict(String message) -> new Conflict(message);
        };
    }
}
