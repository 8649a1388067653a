package dev.baton.setup;

import dev.baton.runs.BubblewrapProbe;
import dev.baton.runs.BubblewrapVersion;

import java.util.Optional;

/** What speaks against the bubblewrap that works here; whether one does is told elsewhere. */
final class BubblewrapCheck {
    private static final String NAME = "bubblewrap";

    private BubblewrapCheck() {}

    static Optional<Check> of(BubblewrapProbe.Answer probed) {
        return switch (probed) {
            case BubblewrapProbe.Works(var program, var sized) ->
                Optional.of(of(BubblewrapVersion.of(program)))
                        .filter(check -> check.status() != Check.Status.OK);
            case BubblewrapProbe.Fails fails -> Optional.empty();
        };
    }

    static Check of(Optional<BubblewrapVersion> found) {
        if (found.isEmpty()) {
            return Check.warn(
                    NAME,
                    "expected bwrap --version to say 0.4.1 or newer, found no version",
                    "bwrap --version");
        }
        return found.get()
                .weakness()
                .map(why -> Check.fail(
                        NAME,
                        why,
                        "apt-get install bubblewrap, from a newer release of the system"))
                .orElseGet(() -> Check.ok(NAME, found.get().text()));
    }
}
