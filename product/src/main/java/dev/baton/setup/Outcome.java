package dev.baton.setup;

import dev.baton.api.ErrorView;
import dev.baton.api.Json;
import dev.baton.git.GitFailure;

import java.io.UncheckedIOException;
import java.util.function.IntSupplier;

/** Turns what a command throws into the message and the exit code that people and programs get. */
final class Outcome {
    private final Surroundings around;
    private final boolean json;

    Outcome(Surroundings around, boolean json) {
        this.around = around;
        this.json = json;
    }

    int of(IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (SetupFailure e) {
            return tell(e);
        } catch (GitFailure e) {
            return tell(SetupFailure.failed(
                    "git-failed", String.valueOf(e.getMessage()), "./baton doctor"));
        } catch (UncheckedIOException e) {
            return tell(SetupFailure.failed(
                    "disk-failed",
                    e.getMessage() + ": expected it done, found " + e.getCause(),
                    "./baton doctor"));
        }
    }

    private int tell(SetupFailure failure) {
        if (json) {
            around.out()
                    .println(Json.write(
                            ErrorView.of(failure.code(), failure.what(), failure.next())));
        } else {
            around.err().println("baton: " + failure.what() + ". Next: " + failure.next());
        }
        return failure.exitCode();
    }
}
