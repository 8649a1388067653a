package dev.baton.browser;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of every page to look at by eye, into {@code target/looks}; not a test, as above. */
class LooksBook {
    @TempDir
    Path folder;

    @Test
    void take() {
        Path looks = Path.of(System.getProperty("baton.root"), "browser", "target", "looks");
        try (Chromium chromium = Chromium.start();
                FiveTasks five = FiveTasks.in(folder)) {
            for (Look look : List.of(Look.DESK, Look.DESK.dark(), Look.PHONE, Look.PHONE.dark())) {
                Page page = chromium.page(look);
                String name = look.width() + "-"
                        + look.colours().name().toLowerCase(java.util.Locale.ROOT);
                page.navigate(five.site().newLink());
                page.waitForURL(five.site().board("/"));
                for (var shot : java.util.Map.of(
                                "board", "/",
                                "parked", "/tasks/SHOP-2",
                                "rework", "/tasks/SHOP-3",
                                "diff", "/tasks/SHOP-4/diff",
                                "queue", "/board/queue",
                                "sessions", "/board/sessions",
                                "login", "/login",
                                "missing", "/tasks/SHOP-99")
                        .entrySet()) {
                    page.navigate(five.site().board(shot.getValue()));
                    page.waitForTimeout(400);
                    page.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(looks.resolve(shot.getKey() + "-" + name + ".png")));
                }
            }
        }
    }
}
