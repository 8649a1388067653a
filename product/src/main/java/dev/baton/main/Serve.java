package dev.baton.main;

import dev.baton.cli.Serving;
import dev.baton.config.LoadedSettings;
import dev.baton.config.Settings;
import dev.baton.config.SettingsLoader;
import dev.baton.git.GitProgram;
import dev.baton.model.PermanentFailure;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** {@code baton up}: runs the server until a signal, or until its database fails. */
final class Serve implements Serving {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final SettingsLoader loader;
    private final Machine machine;
    private final PrintStream out;
    private final PrintStream err;

    Serve(SettingsLoader loader, Machine machine, PrintStream out, PrintStream err) {
        this.loader = loader;
        this.machine = machine;
        this.out = out;
        this.err = err;
    }

    @Override
    public int up(@Nullable Path config, boolean accept) {
        return switch (loader.load(config == null ? null : config.toString())) {
            case LoadedSettings.Valid(Settings settings) -> serve(settings, accept);
            case LoadedSettings.Invalid invalid -> refuse(invalid.message());
            case LoadedSettings.NotFound(String message) -> refuse(message);
        };
    }

    private int refuse(String message) {
        err.println("baton: " + message);
        return USAGE;
    }

    private int serve(Settings settings, boolean accept) {
        try {
            MovedData.refuseToBeginAnew(settings, machine.environment());
            MovedData.tellOfOrphans(settings, machine.environment());
            DataFolderLock.make(settings.server().data());
        } catch (PermanentFailure e) {
            err.println("baton: " + e.getMessage());
            return FAILED;
        }
        Optional<String> full = DiskRoom.problem(settings.server().data());
        if (full.isPresent()) {
            err.println("baton: " + full.get());
            return FAILED;
        }
        Optional<String> git =
                GitProgram.problem(Outside.gitSettings(settings, machine.environment()));
        if (git.isPresent()) {
            return refuse(git.get());
        }
        GitProgram.weakness(Outside.gitSettings(settings, machine.environment()))
                .ifPresent(weakness -> err.println("baton: warning: " + weakness));
        CountDownLatch failed = new CountDownLatch(1);
        Server.Up up;
        try {
            up = Server.start(settings, machine, accept, failed::countDown);
        } catch (PermanentFailure e) {
            err.println("baton: " + e.getMessage());
            return FAILED;
        }
        Thread stop = Thread.ofPlatform().unstarted(up.server()::close);
        Runtime.getRuntime().addShutdownHook(stop);
        greet(settings, up);
        return untilFailed(failed, settings.server().data());
    }

    private void greet(Settings settings, Server.Up up) {
        out.println("Baton is up at " + up.url());
        out.println("  board     " + up.link() + " (one-time link, for 10 minutes)");
        out.println("  projects  " + String.join(", ", settings.projects().keySet()));
        out.println("  data      " + settings.server().data());
        if (settings.server().readableOnTheWay()) {
            out.println("  warning   " + settings.server().listen()
                    + " can be reached from other machines without TLS: tokens and sessions can be"
                    + " read on the way. See docs/reverse-proxy.md");
        }
        out.println("Next: ./baton task add \"TITLE\"      Ctrl-C stops the server; agents go on");
        out.flush();
    }

    /** A signal ends the process without coming back here. */
    private int untilFailed(CountDownLatch failed, Path data) {
        try {
            failed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
        err.println(DiskRoom.problem(data)
                .map(full -> "baton: the server ends, agents go on: " + full)
                .orElse("baton: store: expected its writes to be taken, found an error of the disk"
                        + " or the database; the server ends and reads the truth at its next"
                        + " start. Next: look at the log and the disk, then ./baton up"));
        return FAILED;
    }
}
