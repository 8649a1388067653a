package dev.baton.setup;

import dev.baton.http.HttpCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The environments of the sample, in the order in which it goes through them; or none. */
record DemoSites(List<DemoSite> sites) implements AutoCloseable {
    static final DemoSites NONE = new DemoSites(List.of());
    static final String STAGING = "staging";
    static final String PRODUCTION = "production";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    DemoSites {
        sites = List.copyOf(sites);
    }

    static DemoSites start(DemoFolder folder) {
        DemoSite staging = DemoSite.start(STAGING, folder.site(STAGING));
        try {
            return new DemoSites(
                    List.of(staging, DemoSite.start(PRODUCTION, folder.site(PRODUCTION))));
        } catch (RuntimeException e) {
            staging.close();
            throw e;
        }
    }

    Optional<DemoSite> find(String name) {
        return sites.stream().filter(site -> site.name().equals(name)).findFirst();
    }

    /** What one of them has of the task that is done. */
    record Deployed(
            DemoSite site,
            List<DemoSite.Arrival> arrivals,
            @Nullable String answer) {
        String line() {
            return "%-14s %s answers %s, deploys: %d"
                    .formatted(
                            site.name(),
                            site.url(),
                            answer == null ? "nothing" : DemoProgress.brief(answer),
                            arrivals.size());
        }
    }

    List<Deployed> look() {
        try (HttpCalls calls = new HttpCalls(PATIENCE)) {
            return sites.stream()
                    .map(site -> new Deployed(
                            site, site.arrivals(), site.answers(calls).orElse(null)))
                    .toList();
        }
    }

    /** What is not as it has to be after that commit was merged. */
    static List<String> doubts(List<Deployed> deployed, @Nullable String merged) {
        List<String> doubts = new ArrayList<>();
        for (Deployed one : deployed) {
            String name = one.site().name();
            int deploys = one.arrivals().size();
            if (deploys != 1) {
                doubts.add(name + ": expected one deploy, found " + deploys + " in "
                        + one.site().deploys());
            }
            if (merged == null || !merged.equals(one.answer())) {
                doubts.add(name + " (" + one.site().url() + "): expected it to answer " + merged
                        + ", found " + one.answer());
            }
        }
        return doubts;
    }

    @Override
    public void close() {
        sites.forEach(DemoSite::close);
    }
}
