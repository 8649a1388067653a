package dev.baton.store.jdbc;

import dev.baton.store.Store.Counters;

import java.util.concurrent.atomic.LongAdder;

/** What the store has done since it was opened. Safe for use by many threads. */
final class Figures {
    final LongAdder commits = new LongAdder();
    final LongAdder rollbacks = new LongAdder();
    final LongAdder unknown = new LongAdder();
    final LongAdder reads = new LongAdder();

    Counters now() {
        return new Counters(commits.sum(), rollbacks.sum(), unknown.sum(), reads.sum());
    }
}
