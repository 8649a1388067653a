package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server whose agent writes secrets the way tools write them; what each reader shows. */
@Tag("slow")
class RedactionAttackTest {
    private static final String SECRET = "ab/cd+ef~gh&ij=0123456789";
    private static final String PASSED = "sk-test-0123456789abcdef0123";
    private static final String HARMLESS = "qwertz-layout-of-105-keys";

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder, List.of("env", "LEAKED_API_KEY=" + PASSED, "KEYBOARD=" + HARMLESS));
        site.write("forge.key", SECRET + "\n");
        site.write(
                "baton.yaml",
                site.read("baton.yaml")
                        .replace(
                                "command: [./dev.sh],",
                                "command: [./dev.sh], env: [LEAKED_API_KEY, KEYBOARD],"));
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    /** By name of the tool. */
    private static Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        String url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        forms.put("plain", SECRET);
        forms.put("url", url);
        forms.put("python-quote", url.replace("%2F", "/").replace("%7E", "~"));
        forms.put("url-lower-case", url.toLowerCase(java.util.Locale.ROOT));
        forms.put("json-php", SECRET.replace("/", "\\/"));
        forms.put("json-go", SECRET.replace("&", "\\u0026"));
        forms.put("html", SECRET.replace("&", "&amp;"));
        forms.put("hex", HexFormat.of().formatHex(bytes));
        forms.put("od", HexFormat.ofDelimiter(" ").formatHex(bytes));
        forms.put("base64", Base64.getEncoder().encodeToString(bytes));
        forms.put("coloured", SECRET.replace("cd", "c\u001b[31md\u001b[0m"));
        forms.put("passed", PASSED);
        return forms;
    }

    private static String folded() {
        byte[] long45 = ("0".repeat(45) + SECRET).getBytes(StandardCharsets.UTF_8);
        return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(long45);
    }

    @Test
    void noFormOfASecretIsShownInTheLogTheDiffOrTheVerdicts() throws IOException {
        StringBuilder lines = new StringBuilder();
        forms().forEach((name, form) -> lines.append(name + "|" + form + "\n"));
        lines.append("harmless|" + HARMLESS + "\n");
        site.write("forms.txt", lines + folded() + "\n");
        site.agent("dev.sh", """
                cat %1$s/forms.txt
                cp %1$s/forms.txt leak.txt
                echo x > 'name %2$s.txt'
                """.formatted(folder, PASSED));
        site.up();
        assertThat(site.baton("task", "add", "Leak").exit()).isZero();
        site.awaitStatus("SHOP-1", "DONE");

        String log = site.get("/tasks/SHOP-1/log/shop-1-v1-developer-1");
        assertThat(log.lines().filter(line -> line.contains("|")))
                .hasSize(forms().size() + 1)
                .allMatch(line -> line.startsWith("harmless|")
                        ? line.endsWith("|" + HARMLESS)
                        : line.contains("|***") && line.length() < 30);
        String tail = folded().lines().skip(1).findFirst().orElseThrow();
        assertThat(tail).hasSizeGreaterThan(10);
        assertThat(log).doesNotContain(tail.substring(0, tail.length() - 4));

        String diff = site.get("/tasks/SHOP-1/diff");
        assertThat(diff).contains("leak.txt", "plain|***", HARMLESS);
        for (String shown : List.of(diff, site.get("/tasks/SHOP-1"))) {
            assertThat(shown)
                    .doesNotContain(PASSED)
                    .doesNotContain("cd+ef~gh")
                    .doesNotContain(tail.substring(0, tail.length() - 4));
        }
        for (String path : List.of("", "/events", "/explain", "/receipt")) {
            assertThat(site.get("/api/v1/tasks/SHOP-1" + path)).doesNotContain(PASSED);
        }
        assertThat(site.baton("task", "logs", "SHOP-1").output())
                .doesNotContain(PASSED)
                .doesNotContain("cd+ef~gh");
    }
}
