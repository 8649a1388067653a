package dev.baton.browser;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the picture of the README from a real run, not as a test (its name keeps it out of them):
 * {@code ./mvnw -Pquick -Dmaven.test.skip=false -pl browser test -Dtest=BoardPicture}
 */
class BoardPicture {
    private static final int HEIGHT = 560;

    @TempDir
    Path folder;

    @Test
    void take() {
        Path docs = Path.of(System.getProperty("baton.root"), "docs");
        try (Chromium chromium = Chromium.start();
                FiveTasks five = FiveTasks.in(folder)) {
            Page page = chromium.page(Look.DESK);
            page.navigate(five.site().newLink());
            page.waitForURL(five.site().board("/"));
            page.waitForCondition(() -> page.locator("[data-live] span").isVisible());
            page.setViewportSize(Look.DESK.width(), HEIGHT);
            page.screenshot(new Page.ScreenshotOptions().setPath(docs.resolve("board.png")));
        }
    }
}
