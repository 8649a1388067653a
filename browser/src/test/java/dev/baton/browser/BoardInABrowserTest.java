package dev.baton.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One server and one browser for all; every test has cookies of its own and tasks of its own. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class BoardInABrowserTest {
    private static final String LONG = "x".repeat(300);
    /** As much as a title may have. */
    private static final String HOSTILE = ("hostile <script>window.ran=1</script>\"'><img src=x"
                    + " onerror=window.ran=1> \u0639\u0631\u0628\u064a 👩\u200d🚀 " + LONG)
            .substring(0, 290);

    private final List<BrowserContext> opened = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private Chromium chromium;
    private Site site;
    private Cookie session;
    /** What a browser keeps that is signed in. */
    private String kept = "";

    private String hostile = "";

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        chromium = Chromium.start();
        site = new Site(
                folder,
                6,
                Shop.DEVELOPER.replace("FOLDER", folder.toString()),
                Shop.REVIEWER.replace("FOLDER", folder.toString()));
        Files.writeString(
                folder.resolve("hostile.txt"),
                "<script>window.ran=1</script> \u001b[31m<img src=x onerror=window.ran=1>\u001b[0m"
                        + "\u0001\u0007\u202e" + LONG + "\n");
        Files.writeString(folder.resolve("findings.txt"), """
                findings:
                - {file: "<b>x", line: 1, severity: major, text: "<script>window.ran=1</script> %s"}
                """.formatted(LONG));
        site.up();
        try (BrowserContext first = chromium.page(Look.DESK).context()) {
            Page page = first.pages().getFirst();
            page.navigate(site.link());
            page.waitForURL(site.board("/"));
            session = first.cookies().getFirst();
            kept = first.storageState();
        }
    }

    @AfterAll
    void stop() {
        if (site != null) {
            site.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void close() {
        opened.forEach(BrowserContext::close);
        opened.clear();
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    /** A browser that nobody signed in. */
    private Page guest(Look look) {
        return watched(chromium.page(look));
    }

    private Page watched(Page page) {
        opened.add(page.context());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !message.text().contains("404")
                    && !message.text().contains("401")
                    && !message.text().contains("409")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(error -> complaints.add(error));
        return page;
    }

    /** A browser of somebody who opened a one-time link. */
    private Page owner(Look look) {
        return watched(chromium.page(look, kept));
    }

    /** The same, where nothing can be kept but the cookie. */
    private Page ownerWithoutScript(Look look) {
        Page page = guest(look.withoutScript());
        page.navigate(site.newLink());
        page.getByText("Go on without").click();
        assertThat(page).hasURL(site.board("/"));
        return page;
    }

    private Page at(Page page, String path) {
        page.navigate(site.board(path));
        return page;
    }

    private static void fits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth"
                        + " - document.documentElement.clientWidth"))
                .as("how far %s is wider than its window", page.url())
                .isEqualTo(0);
    }

    private String parked(String title) {
        String key = site.task(title + " idle", "");
        site.awaitStatus(key, "PARKED");
        return key;
    }

    @Test
    void theOneTimeLinkOpensTheBoardOnce() {
        assertThat(session.httpOnly).isTrue();
        assertThat(session.sameSite).isEqualTo(SameSiteAttribute.STRICT);
        Page second = guest(Look.DESK);
        Response again = second.navigate(site.link());
        assertThat(again.status()).isEqualTo(401);
        assertThat(second.getByRole(AriaRole.HEADING)).containsText("Who are you?");
    }

    @Test
    void aTaskAppearsAndMovesWithoutReload() {
        Page page = at(owner(Look.DESK), "/");
        page.evaluate("window.sameDocument = true");
        String key = site.task("A slow one", "");
        Locator card = page.locator("#card-" + key);
        assertThat(card).isVisible();
        Locator column =
                page.locator("#column-development", new Page.LocatorOptions().setHas(card));
        assertThat(column).isVisible();
        assertThat(column.locator(".card", new Locator.LocatorOptions().setHas(card)))
                .containsText("running");
        site.write("go-" + key, "");
        assertThat(page.locator("#column-done", new Page.LocatorOptions().setHas(card)))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(40_000));
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    }

    @Test
    void theLogFollowsInColourAndIsDownloaded() throws IOException {
        String key = site.task("Another slow one", "");
        site.await(key, "run shop-");
        Page page = at(owner(Look.DESK), "/tasks/" + key);
        Locator lines = page.locator("pre.lines");
        assertThat(lines).containsText("line 2 <b>of</b> the log");
        String before = lines.textContent();
        page.waitForCondition(() -> lines.textContent().length() > before.length());
        assertThat(lines.locator(".i-green").last()).containsText(Pattern.compile("^line [0-9]+$"));
        assertThat(lines.locator("b")).hasCount(0);
        Locator now = page.locator(".now");
        assertThat(now).containsText("running");

        Download file = page.waitForDownload(() -> page.getByText("Download").click());
        assertThat(Files.readString(file.path())).contains("line 1\u001b[0m <b>of</b> the log\n");

        page.evaluate("window.sameDocument = true");
        site.write("go-" + key, "");
        assertThat(now)
                .containsText(
                        "done", new LocatorAssertions.ContainsTextOptions().setTimeout(40_000));
        assertThat(page.locator("#history")).containsText("Merged");
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    }

    @Test
    void aPersonActsFromAPhone() {
        String key = parked("From a phone");
        Page page = at(owner(Look.PHONE), "/tasks/" + key);
        assertThat(page.locator(".now")).containsText("parked");
        fits(page);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve"))
                .click();
        assertThat(page.locator("#history")).containsText("said approve");
        assertThat(page.locator(".gates")).containsText("person");

        page.getByText("Reject …").click();
        page.getByLabel("What has to change").fill("No, \"please\" <b>not</b>.");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Reject"))
                .click();
        assertThat(page.locator("#history")).containsText("No, \"please\" <b>not</b>.");

        page.getByText("More").click();
        page.getByText("Stop …").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                .click();
        assertThat(page.locator(".now")).containsText("cancelled");
        assertThat(page.locator(".actions form")).hasCount(0);
    }

    @Test
    void whatIsBeingTypedIsNotTakenAway() {
        String key = parked("Typing");
        Page page = at(owner(Look.DESK), "/tasks/" + key);
        page.getByText("Reject …").click();
        page.getByLabel("What has to change").fill("half a sen");
        site.post("/api/v1/tasks/" + key + "/resume", "{}");
        assertThat(page.locator("#history")).containsText("said resume");
        assertThat(page.getByLabel("What has to change")).hasValue("half a sen");
    }

    @Test
    void withoutASessionOneSeesNothingAndIsToldHowToComeIn() {
        String key = parked("Not for guests");
        Page page = at(guest(Look.PHONE), "/tasks/" + key);
        assertThat(page.locator("main")).containsText("./baton login-link");
        assertThat(page.locator("main")).not().containsText("Not for guests");
        fits(page);
        Object status = page.evaluate(
                "fetch('/tasks/" + key + "/resume', {method: 'POST'}).then(a => a.status)");
        assertThat(status).isEqualTo(401);
        assertThat(at(owner(Look.DESK), "/tasks/" + key).locator(".now")).containsText("parked");
    }

    @Test
    void withoutScriptEverythingIsThereToReadAndToAct() {
        String key = parked("No script");
        Page page = at(ownerWithoutScript(Look.PHONE), "/");
        assertThat(page.locator("#card-" + key)).isVisible();
        page.locator("#card-" + key).click();
        assertThat(page.locator(".now")).containsText("parked");
        assertThat(page.locator("#history")).containsText("Parked:");
        assertThat(page.locator("pre.lines")).isAttached();
        page.getByText("Show what the branch changes").click();
        assertThat(page.locator("main")).containsText("The branch changes nothing.");
        page.goBack();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Retry"))
                .click();
        assertThat(page).hasURL(site.board("/tasks/" + key));
        at(page, "/board/queue");
        assertThat(page.getByRole(
                        AriaRole.HEADING, new Page.GetByRoleOptions().setName("Runs now")))
                .isVisible();
    }

    @Test
    void aSecondDeviceComesInByACodeAndIsSignedOutAgain() {
        Page desk = at(owner(Look.DESK), "/board/sessions");
        assertThat(desk.locator(".devices")).containsText("this browser");
        desk.getByLabel("As").selectOption("approver");
        desk.getByText("Make a link and a code").click();
        String code = desk.locator(".code").textContent();

        Page phone = at(guest(Look.PHONE), "/login");
        fits(phone);
        phone.getByLabel("Code").fill(code.toLowerCase(Locale.ROOT));
        phone.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(phone).hasURL(site.board("/"));
        assertThat(phone.locator(".foot")).containsText("admin, approver");
        at(phone, "/board/sessions");
        fits(phone);

        at(desk, "/board/sessions");
        desk.locator(".devices li", new Page.LocatorOptions().setHasText("approver"))
                .getByText("Sign out")
                .click();
        assertThat(desk.locator(".devices")).not().containsText("approver");
        assertThat(at(phone, "/").locator("main")).containsText("Who are you?");
    }

    @Test
    void aButtonSignsOut() {
        Page page = guest(Look.DESK);
        page.navigate(site.newLink());
        assertThat(page).hasURL(site.board("/"));
        page.locator(".foot").getByText("Sign out").click();
        assertThat(page).hasURL(site.board("/login"));
        assertThat(at(page, "/").locator("main")).containsText("Who are you?");
    }

    @Test
    void keysGoFromCardToCard() {
        parked("Key one");
        String other = parked("Key two");
        Page page = at(owner(Look.DESK), "/");
        List<String> keys = page.locator("#column-development a.key").allTextContents();
        page.keyboard().press("j");
        assertThat(page.locator(":focus")).hasText(keys.get(0));
        page.keyboard().press("ArrowDown");
        assertThat(page.locator(":focus")).hasText(keys.get(1));
        page.keyboard().press("k");
        assertThat(page.locator(":focus")).hasText(keys.get(0));
        page.keyboard().press("?");
        assertThat(page.locator("dialog.keys")).isVisible();
        page.keyboard().press("Escape");
        page.locator("#card-" + other).focus();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(site.board("/tasks/" + other));
        page.keyboard().press("b");
        assertThat(page).hasURL(site.board("/"));
    }

    @Test
    void theFirstThingATabReachesIsTheContent() {
        Page page = at(owner(Look.DESK), "/");
        page.keyboard().press("Tab");
        assertThat(page.locator(":focus")).hasText("To the content");
        page.keyboard().press("Tab");
        assertThat(page.locator(":focus")).hasText("Baton");
    }

    @Test
    void lightAndDarkAreBothThere() {
        String light = colours(Look.DESK);
        String dark = colours(Look.DESK.dark());
        assertThat(light).isNotEqualTo(dark);
        assertThat(contrast(Look.DESK)).isGreaterThan(4.5);
        assertThat(contrast(Look.DESK.dark())).isGreaterThan(4.5);
    }

    private String colours(Look look) {
        return (String)
                at(owner(look), "/").evaluate("getComputedStyle(document.body).backgroundColor");
    }

    /** The lowest of every chip and every soft text against what is behind it. */
    private double contrast(Look look) {
        Page page = at(owner(look), "/");
        Object lowest = page.evaluate("""
                () => {
                  const style = getComputedStyle(document.documentElement);
                  const probe = document.createElement('i');
                  document.body.append(probe);
                  const light = (name) => {
                    probe.style.color = '';
                    probe.setAttribute('class', '');
                    const canvas = document.createElement('canvas').getContext('2d');
                    canvas.fillStyle = style.getPropertyValue(name).trim();
                    canvas.fillRect(0, 0, 1, 1);
                    const rgb = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
                      .map((v) => v / 255)
                      .map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                    return .2126 * rgb[0] + .7152 * rgb[1] + .0722 * rgb[2];
                  };
                  const ratio = (a, b) => {
                    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
                    return (high + .05) / (low + .05);
                  };
                  const pairs = [['--ink', '--paper'], ['--soft', '--paper'], ['--soft', '--card'],
                    ['--link', '--card'], ['--plus', '--plus-tint'], ['--minus', '--minus-tint']];
                  for (const s of ['running', 'waiting', 'parked', 'paused', 'retrying', 'done']) {
                    pairs.push([`--${s}`, `--${s}-tint`]);
                  }
                  return Math.min(...pairs.map(([a, b]) => ratio(a, b)));
                }""");
        return ((Number) lowest).doubleValue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void hostileTextRunsNothingAndBreaksNoPage(int width) {
        Look look = width == 390 ? Look.PHONE : Look.DESK;
        String key = hostileTask();
        Page page = owner(look);
        for (String path : List.of(
                "/",
                "/tasks/" + key,
                "/tasks/" + key + "/diff",
                "/board/queue",
                "/tasks/%3Cscript%3Ewindow.ran=1%3C%2Fscript%3E" + LONG,
                "/?project=%3Cscript%3Ewindow.ran=1%3C/script%3E" + LONG)) {
            at(page, path);
            page.waitForTimeout(50);
            assertThat(page.evaluate("window.ran")).as(path).isNull();
            assertThat(page.locator("main script, main img")).hasCount(0);
            fits(page);
        }
    }

    /** One for both widths; it went all the way, with a round of rework. */
    private String hostileTask() {
        if (hostile.isEmpty()) {
            site.task(LONG, LONG);
            hostile = site.task(HOSTILE, HOSTILE + "\r\n\t\n" + LONG);
            site.awaitStatus(hostile, "DONE");
        }
        return hostile;
    }

    @Test
    void aPageThatIsNotThereSaysSo() {
        Page page = owner(Look.PHONE);
        Response response = page.navigate(site.board("/tasks/SHOP-9999"));
        assertThat(response.status()).isEqualTo(404);
        assertThat(page.locator("main")).containsText("SHOP-9999");
        fits(page);
    }
}
