package dev.baton.jobs;

import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Notice;
import dev.baton.notify.Channel;
import dev.baton.store.OutboxReads.Retry;
import dev.baton.store.OutboxWrites;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each channel what is in the outbox, in order; what a channel cannot be told now is passed
 * over and told later, so that one bad notice or channel holds up nothing. At least once: a notice
 * is told first and crossed off afterwards.
 */
public final class Outbox implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** At most so many a round and channel. */
    private static final int ROUND_MAX = 100;

    /** After so many tries, about a day, it is given up. */
    static final int TRIES_MAX = 30;

    private static final Duration BACKOFF_MAX = Duration.ofHours(1);

    private final Store store;
    private final List<Channel> channels;
    private final InstantSource clock;
    private final Set<String> opened = new HashSet<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    public Outbox(Store store, List<Channel> channels, InstantSource clock) {
        this.store = store;
        this.channels = List.copyOf(channels);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "outbox";
    }

    /** Told since the start. */
    public long sent() {
        return sent.get();
    }

    /** Tries that did not tell since the start. */
    public long failed() {
        return failed.get();
    }

    /** What the channels have not been told, of all together. */
    public long waiting() {
        return store.read(reads -> channels.stream()
                .mapToLong(channel -> reads.outbox().waiting(channel.name()))
                .sum());
    }

    @Override
    public void runOnce(Duration elapsed) {
        TickRunner.each(name(), channels, this::serve);
    }

    private void serve(Channel channel) {
        String name = channel.name();
        if (opened.contains(name)) {
            drain(channel, name);
        } else if (record("open", outbox -> outbox.open(name))) {
            opened.add(name);
            drain(channel, name);
        }
    }

    private void drain(Channel channel, String name) {
        for (Retry retry : store.read(r -> r.outbox().due(name, clock.instant(), ROUND_MAX))) {
            if (!tell(channel, retry.notice(), retry.tries())) {
                return;
            }
        }
        for (Notice notice : store.read(r -> r.outbox().fresh(name, ROUND_MAX))) {
            if (!tell(channel, notice, 0)) {
                return;
            }
        }
    }

    /** Whether the round may go on; a channel that does not answer is left alone till the next. */
    private boolean tell(Channel channel, Notice notice, int tries) {
        if (!channel.wants(notice)) {
            return record("told", outbox -> outbox.told(notice.id(), channel.name()));
        }
        return switch (channel.send(notice)) {
            case Channel.Delivered delivered -> {
                sent.incrementAndGet();
                yield record("told", outbox -> outbox.told(notice.id(), channel.name()));
            }
            case Channel.Later(String why) -> {
                failed.incrementAndGet();
                LOG.warn("notice {} to {}: {}", notice.id(), channel.name(), why);
                record("later", outbox -> later(outbox, channel, notice, tries + 1, why));
                yield false;
            }
            case Channel.Refused(String why) -> {
                failed.incrementAndGet();
                LOG.error(
                        "notice {} to {}: refused: {}; it is not told again",
                        notice.id(),
                        channel.name(),
                        why);
                yield record("refused", outbox -> outbox.refused(notice.id(), channel.name(), why));
            }
        };
    }

    private void later(OutboxWrites outbox, Channel channel, Notice notice, int tries, String why) {
        if (tries >= TRIES_MAX) {
            outbox.refused(notice.id(), channel.name(), why + " (" + tries + " times)");
        } else {
            outbox.later(notice.id(), channel.name(), why, clock.instant().plus(backoff(tries)));
        }
    }

    /** 5 s, 10 s, 20 s … at most an hour. */
    static Duration backoff(int tries) {
        Duration delay = Duration.ofSeconds(5L << Math.clamp(tries - 1L, 0, 10));
        return delay.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : delay;
    }

    private boolean record(String what, Consumer<OutboxWrites> work) {
        WriteResult<Boolean> result = store.write("outbox " + what, tx -> {
            work.accept(tx.outbox());
            return Store.Step.commit(true);
        });
        if (result instanceof WriteResult.Committed) {
            return true;
        }
        LOG.warn("outbox: '{}' not written: {}; it is told again", what, result);
        return false;
    }
}
