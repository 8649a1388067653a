package dev.baton.browser;

import java.nio.file.Path;

/**
 * A shop with five tasks that stand where tasks stand: done, parked, in rework, running, waiting.
 * What an agent does is decided by a word of the title, which is in its prompt.
 */
final class FiveTasks implements AutoCloseable {
    private static final String DEVELOPER = """
            about() { grep -q "$1" .baton/in/task.md; }
            save() {
              git add -A
              git -c user.name=dev -c user.email=dev@localhost commit -qm "$1"
            }
            printf '\\033[1m%s\\033[0m visit %s, attempt %s\\n' \\
              "$BATON_TASK" "$BATON_VISIT" "$BATON_ATTEMPT"
            if about invoices; then
              printf '\\033[31mno PDF library may be added here, so there is nothing to commit'
              printf '\\033[0m\\n'
              exit 0
            fi
            if about session && [ "$BATON_VISIT" -gt 1 ]; then
              printf 'reading the findings\\n'
              printf '\\033[33mwarning\\033[0m: the basket key has no expiry\\n'
              printf '\\033[32m3 tests pass\\033[0m, 1 to go\\n'
              exec sleep 600
            fi
            printf '%s\\n' "$BATON_TASK" >> cart.txt
            if about tax; then printf 'net\\ngross = net * 1.19\\n' > price.txt; fi
            if about session; then printf 'basket=cookie\\n' > session.txt; fi
            save "$(sed -n 's/^# *//p' .baton/in/task.md | head -n 1)"
            printf '\\033[32mdone\\033[0m: %s\\n' "$(git log -1 --format=%h)"
            """;

    private static final String REVIEWER = """
            about() { grep -q "$1" .baton/in/task.md; }
            say() {
              printf -- '---\\nverdict: %s\\nsubject: %s\\n%s---\\n' "$1" "$BATON_HEAD_SHA" "$2" \\
                > "$BATON_OUT/review.md"
            }
            printf 'looking at \\033[36m%s\\033[0m\\n' "$BATON_HEAD_SHA"
            if about session; then
              at='file: session.txt, line: 1'
              say changes-requested "findings:
              - {$at, severity: major, text: the basket is lost on another device}
              - {$at, severity: minor, text: no test for an expired session}
            "
              exit 0
            fi
            if about tax; then
              printf 'price.txt: rounding of half a cent?\\n'
              exec sleep 600
            fi
            say approved ''
            """;

    private final Site site;

    private FiveTasks(Site site) {
        this.site = site;
    }

    Site site() {
        return site;
    }

    /** Returns when each of them is where it shall be. */
    static FiveTasks in(Path folder) {
        Site site = new Site(folder, 2, DEVELOPER, REVIEWER);
        FiveTasks five = new FiveTasks(site);
        boolean whole = false;
        try {
            site.up();
            five.play();
            whole = true;
        } finally {
            if (!whole) {
                site.close();
            }
        }
        return five;
    }

    private void play() {
        site.awaitStatus(site.task("Greet returning customers by name", ""), "DONE");
        site.awaitStatus(
                site.task(
                        "Send invoices as PDF",
                        "Customers ask for a PDF they can file.\nNo new library, please."),
                "PARKED");
        String rework = site.task("Keep the cart when the session ends", "Two days are enough.");
        site.await(rework, "run shop-3-v3-developer-1");
        String running = site.task(
                "Show prices with tax in the cart",
                "German law wants it. The net price stays in small print.");
        site.await(running, "run shop-4-v2-reviewer-1");
        String waiting = site.task("Find products by colour", "");
        site.await(waiting, "a slot for developer");
    }

    @Override
    public void close() {
        site.close();
    }
}
