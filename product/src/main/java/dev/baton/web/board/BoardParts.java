package dev.baton.web.board;

import dev.baton.api.QueueView;
import dev.baton.engine.Pipelines;
import dev.baton.web.DecisionText;
import dev.baton.web.LogFollower;
import dev.baton.web.SignIn;
import dev.baton.web.TaskDesk;

import java.util.function.Supplier;

/**
 * What pages ask of other parts of the server.
 *
 * @param queue what {@code GET /queue} says
 */
public record BoardParts(
        DecisionText decisions,
        TaskDesk desk,
        Pipelines pipelines,
        Supplier<QueueView> queue,
        DiffSource diffs,
        LogFollower logs,
        BoardFeed feed,
        SignIn signIn) {}
