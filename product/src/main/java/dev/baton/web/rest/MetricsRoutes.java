package dev.baton.web.rest;

import dev.baton.model.TaskStatus;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.web.AccessRole;
import dev.baton.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics} for Prometheus. The registry is made when somebody asks first: a start must not
 * pay for it. So counters live in the parts that count, and are read from here. One scrape at a
 * time.
 */
public final class MetricsRoutes implements Routes {
    private final Store store;
    private final InstantSource clock;
    private final List<MeterBinder> others;
    private @Nullable PrometheusMeterRegistry registry;

    /**
     * @param others the figures of other parts: drives, ticks …
     */
    public MetricsRoutes(Store store, InstantSource clock, List<MeterBinder> others) {
        this.store = store;
        this.clock = clock;
        this.others = List.copyOf(others);
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/metrics", this::scrape, AccessRole.VIEWER);
    }

    private synchronized void scrape(Context ctx) {
        PrometheusMeterRegistry meters = registry;
        if (meters == null) {
            meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            bind(meters);
            registry = meters;
        }
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
    }

    private void bind(MeterRegistry meters) {
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        tasks(meters);
        writes(meters);
        others.forEach(part -> part.bindTo(meters));
    }

    private void tasks(MeterRegistry meters) {
        for (TaskStatus status : TaskStatus.values()) {
            gauge(
                    meters,
                    "baton.tasks",
                    "status",
                    status.name(),
                    reads -> reads.tasks().countByStatus().getOrDefault(status, 0));
        }
        gauge(
                meters,
                "baton.jobs",
                "status",
                "QUEUED",
                reads -> reads.work().load(clock.instant()).queued());
        gauge(
                meters,
                "baton.jobs",
                "status",
                "RUNNING",
                reads -> reads.work().load(clock.instant()).running());
        gauge(
                meters,
                "baton.runs",
                "state",
                "unfinished",
                reads -> reads.work().unfinishedRuns().size());
        gauge(
                meters,
                "baton.owners",
                "kind",
                "transition",
                reads -> reads.tasks().held().size());
    }

    private void gauge(
            MeterRegistry meters,
            String name,
            String tag,
            String value,
            ToDoubleFunction<Reads> figure) {
        Gauge.builder(name, store, s -> read(s, figure)).tag(tag, value).register(meters);
    }

    /** A figure that cannot be read is no number: never an old one, never zero. */
    private static double read(Store store, ToDoubleFunction<Reads> figure) {
        try {
            return store.read(figure::applyAsDouble);
        } catch (StoreUnavailable e) {
            return Double.NaN;
        }
    }

    private void writes(MeterRegistry meters) {
        writes(meters, "committed", Store.Counters::commits);
        writes(meters, "lost", Store.Counters::rollbacks);
        writes(meters, "unknown", Store.Counters::unknown);
    }

    private void writes(
            MeterRegistry meters, String result, ToLongFunction<Store.Counters> figure) {
        FunctionCounter.builder("baton.store.writes", store, s -> figure.applyAsLong(s.counters()))
                .tag("result", result)
                .register(meters);
    }
}
