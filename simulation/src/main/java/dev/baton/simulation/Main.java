package dev.baton.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Entry point. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Thread.ofVirtual().start(() -> go(args)).join();
    }

    static void go(String[] args) {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(args.length > 3 ? Level.WARN : Level.OFF);
        long from = Long.parseLong(args[0]);
        int n = Integer.parseInt(args[1]);
        boolean verbose = args.length > 2;
        byte[] image = Database.image();
        Database database = new Database(image);
        Report report = new Report();
        long begun = System.nanoTime();
        int shown = 0;
        for (long seed = from; seed < from + n; seed++) {
            Outcomes o = new Episode(Schedule.of(seed), new Fenced(), database,
                    verbose ? t -> System.out.println(t.get()) : Trace.NONE).run();
            report.add(o);
            if (!o.holds() && shown++ < 10) {
                System.out.println("seed " + seed + ": " + o.violations());
            }
        }
        System.out.println(report.figures((System.nanoTime() - begun) / 1e9));
        System.out.println(report.faultsByKind());
        System.out.println(database.store().counters());
        if (System.getenv("POINTS") != null) report.points().forEach((k, v) -> System.out.println(v + " " + k));
    }
}
