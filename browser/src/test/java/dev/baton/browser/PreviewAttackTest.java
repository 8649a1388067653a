package dev.baton.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent serves a "preview" on another port of this machine, under every name it can be reached
 * by, and an operator who is signed in to the board looks at it in a real browser.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class PreviewAttackTest {
    private static final Pattern PAGE_TOKEN =
            Pattern.compile("name=\"page-token\" content=\"([0-9a-f]+)\"");

    private final List<String> cookies = new CopyOnWriteArrayList<>();
    private Chromium chromium;
    private Site site;
    private HttpServer preview;
    private String kept = "";
    private volatile String html = "";
    private BrowserContext victim;
    private String key = "";

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        chromium = Chromium.start();
        site = new Site(folder, 1, "exit 0", "exit 0");
        site.up();
        try (BrowserContext first = chromium.page(Look.DESK).context()) {
            Page page = first.pages().getFirst();
            page.navigate(site.link());
            page.waitForURL(site.board("/"));
            kept = first.storageState();
        }
        preview = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        preview.createContext("/", this::answer);
        preview.start();
        key = site.task("Idle", "");
        site.awaitStatus(key, "PARKED");
    }

    @AfterAll
    void stop() {
        if (preview != null) {
            preview.stop(0);
        }
        if (site != null) {
            site.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void visit() {
        cookies.clear();
        victim = chromium.page(Look.DESK, kept).context();
    }

    @AfterEach
    void leave() {
        victim.close();
        assertThat(site.get("/api/v1/tasks/" + key)).contains("\"status\":\"PARKED\"");
        assertThat(site.get("/api/v1/tasks")).doesNotContain("filed by the agent");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String cookie = exchange.getRequestHeaders().getFirst("Cookie");
        if (cookie != null) {
            cookies.add(cookie);
        }
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String address(String name) {
        return "http://" + name + ":" + preview.getAddress().getPort();
    }

    private Page look(String name, String page) {
        html = page;
        Page tab = victim.pages().getFirst();
        tab.navigate(address(name) + "/");
        return tab;
    }

    /** A page that leads to itself asks as the same site. */
    private static void toItself(Page tab) {
        tab.evaluate("location.assign('/again')");
        tab.waitForURL("**/again");
    }

    /** What the agent sends by itself, word for word. */
    private String send(String request, String body, String... headers) {
        String all = request + " HTTP/1.0\r\nHost: baton.localhost:" + site.port() + "\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList())
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
            socket.getOutputStream().write(all.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "evil.localhost"})
    void underAnotherNameItIsNotEvenSentTheCookie(String name) {
        toItself(look(name, "<p>preview</p>"));
        assertThat(cookies).noneMatch(cookie -> cookie.contains("baton_"));
    }

    @Test
    void underTheBoardsNameItIsSentTheCookieAndStillCannotWrite() {
        Page tab = look("baton.localhost", "<script>localStorage.setItem('x', 1)</script>");
        toItself(tab);
        assertThat(cookies).as("cookies know no ports").anyMatch(c -> c.contains("baton_"));
        assertThat(tab.evaluate("localStorage.getItem('baton-origin-key')")).isNull();
        String cookie = "Cookie: " + cookies.getLast();
        Matcher token = PAGE_TOKEN.matcher(send("GET /", "", cookie));
        assertThat(token.find())
                .as("reads are possible until agents cannot connect")
                .isTrue();
        String origin = "Origin: " + site.board("");
        String pageToken = "Baton-Page-Token: " + token.group(1);
        String json = "Content-Type: application/json";
        String form = "Content-Type: application/x-www-form-urlencoded";
        assertThat(send(
                        "POST /api/v1/tasks",
                        "{\"title\":\"filed by the agent\"}",
                        cookie,
                        origin,
                        pageToken,
                        json))
                .contains(" 403 ");
        assertThat(send(
                        "POST /tasks/" + key + "/stop",
                        "plain=1&page-token=" + token.group(1),
                        cookie,
                        origin,
                        form))
                .contains(" 403 ");
        assertThat(send("POST /api/v1/login-links", "{}", cookie, origin, pageToken, json))
                .contains(" 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "baton.localhost"})
    void aFormThatItSubmitsIsRefused(String name) {
        html = "<form id=f method=post action='" + site.board("/tasks/" + key + "/stop")
                + "'></form><script>f.submit()</script>";
        Page tab = victim.pages().getFirst();
        Response refused = tab.waitForResponse(
                response -> response.url().endsWith("/stop"),
                () -> tab.navigate(address(name) + "/"));
        assertThat(refused.status()).isIn(401, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "baton.localhost"})
    void itsScriptsCanNeitherReadNorWrite(String name) {
        Page tab = look(name, "<p id=p>preview</p>");
        Object result = tab.evaluate("""
                async (board) => {
                  const done = [];
                  const ways = [
                    ['/', {credentials: 'include'}],
                    ['/api/v1/tasks', {credentials: 'include'}],
                    ['/api/v1/tasks', {method: 'POST', credentials: 'include', mode: 'no-cors',
                      body: '{"title": "filed by the agent"}'}],
                    ['/api/v1/tasks', {method: 'POST', credentials: 'include',
                      headers: {'Content-Type': 'application/json'},
                      body: '{"title": "filed by the agent"}'}],
                  ];
                  for (const [path, how] of ways) {
                    try {
                      const answer = await fetch(board + path, how);
                      done.push(answer.type === 'opaque' ? 'opaque' : await answer.text());
                    } catch (e) {
                      done.push('refused');
                    }
                  }
                  const frame = document.createElement('iframe');
                  frame.src = board + '/';
                  document.body.append(frame);
                  await new Promise((loaded) => frame.onload = loaded);
                  try {
                    done.push(frame.contentDocument ? frame.contentDocument.title : 'refused');
                  } catch (e) {
                    done.push('refused');
                  }
                  return done.join();
                }""", site.board(""));
        assertThat(String.valueOf(result)).matches("((refused|opaque),){4}(refused|)");
    }

    @Test
    void aCookieThatItPlantsDoesNotSignTheOperatorOut() {
        Page tab = look(
                "baton.localhost",
                "<script>for (const path of ['/', '/tasks', '/tasks/" + key + "'])"
                        + " document.cookie = 'baton_" + site.port()
                        + "=planted; path=' + path</script>");
        Response page = tab.navigate(site.board("/tasks/" + key));
        assertThat(page.status()).isEqualTo(200);
    }

    /** Strict cookies stay away from a click on another site; one more click is the board's own. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "baton.localhost"})
    void aLinkFromThereLeadsTheOperatorInByOneClickMore(String name) {
        Page tab = look(name, "<a href='" + site.board("/tasks/" + key) + "'>look</a>");
        tab.getByText("look").click();
        tab.getByText("Go on to the board").click();
        tab.waitForURL(site.board("/tasks/" + key));
        assertThat(tab.locator("h1").textContent()).isEqualTo("Idle");
    }

    @Test
    void theOperatorHerselfCanWrite() {
        Page tab = victim.pages().getFirst();
        tab.navigate(site.board("/tasks/" + key));
        Response retried = tab.waitForResponse(
                response -> response.url().endsWith("/retry"),
                () -> tab.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Retry"))
                        .click());
        assertThat(retried.status()).isEqualTo(303);
        site.awaitStatus(key, "PARKED");
    }
}
