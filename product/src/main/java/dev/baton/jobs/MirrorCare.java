package dev.baton.jobs;

import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.workspace.Mirrors;

import java.time.Duration;

/**
 * Packs the mirrors every hour of watched time, one after the other. Each result of an agent and
 * each merge adds a few files, and whoever reads walks all of them. Nothing is waited for and
 * nothing is removed that is not packed: those who work in a mirror at the same time notice
 * nothing.
 */
public final class MirrorCare implements Tick {
    private static final Duration EVERY = Duration.ofHours(1);

    private final Mirrors mirrors;
    private Duration since = Duration.ZERO;

    public MirrorCare(Mirrors mirrors) {
        this.mirrors = mirrors;
    }

    @Override
    public String name() {
        return "mirror care";
    }

    @Override
    public void runOnce(Duration watched) {
        // Not at the start, when everybody else has the most to do.
        since = since.plus(watched);
        if (since.compareTo(EVERY) < 0) {
            return;
        }
        since = Duration.ZERO;
        TickRunner.each(
                name(), mirrors.projects(), project -> mirrors.of(project).pack());
    }
}
