package dev.baton.setup;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code baton demo}. */
@Command(
        name = "demo",
        description = "Takes a sample work item from filed to production, with scripted agents.")
public final class DemoCommand implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--dir", paramLabel = "D", description = "a new or empty folder")
    private @Nullable String dir;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "of the server; any free one if absent")
    private @Nullable Integer port;

    @Option(names = "--serve", description = "keep the server up until Ctrl-C")
    private boolean serve;

    @Option(
            names = "--pipeline",
            paramLabel = "P",
            description = "preset: standard (default) or quick")
    private String pipeline = DemoOptions.PIPELINE_DEFAULT;

    @Option(
            names = "--chaos",
            paramLabel = "N",
            description = "kill -9 the server so many times on the way")
    private @Nullable Integer kills;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "of when the kills come; a new one if absent")
    private @Nullable Long seed;

    @Option(
            names = "--store",
            paramLabel = "S",
            description = "sqlite (default) or postgresql, which is started for the demo")
    private String store = DemoStore.SQLITE.word();

    @Option(names = "--json", description = "one JSON object last on standard output")
    private boolean json;

    public DemoCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return new Outcome(around, json)
                .of(() -> new Demo(
                                new DemoOptions(
                                        dir,
                                        port,
                                        serve,
                                        pipeline,
                                        json,
                                        kills,
                                        seed,
                                        DemoStore.of(store)),
                                around)
                        .run());
    }
}
