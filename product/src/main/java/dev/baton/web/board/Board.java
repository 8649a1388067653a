package dev.baton.web.board;

import dev.baton.store.Store;
import dev.baton.web.ErrorPages;
import dev.baton.web.Routes;

import io.javalin.config.RoutesConfig;

import java.time.InstantSource;
import java.util.List;

/** Every page, put together. */
public final class Board implements Routes {
    private final Pages pages;
    private final Streams streams;
    private final List<Routes> routes;

    public Board(Store store, InstantSource clock, BoardParts parts) {
        Assets assets = new Assets();
        this.pages = new Pages(assets, clock);
        this.streams = new Streams(parts.feed());
        BoardReader board = new BoardReader(store, parts.pipelines());
        TaskReader tasks = new TaskReader(store, parts.pipelines(), parts.decisions());
        this.routes = List.of(
                assets,
                new BoardPage(board, pages, streams),
                new TaskPage(tasks, parts, pages, streams),
                new LogPage(tasks, parts.logs(), pages, streams),
                new QueuePage(store, clock, parts.queue(), pages),
                new SessionPages(parts.signIn(), pages));
    }

    /** Errors as pages, for browsers. */
    public ErrorPages errors() {
        return pages;
    }

    @Override
    public void add(RoutesConfig config) {
        routes.forEach(part -> part.add(config));
    }

    @Override
    public void stop() {
        streams.stop();
        routes.forEach(Routes::stop);
    }
}
