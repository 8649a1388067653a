import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads Maven's output of {@code ./baton test} on standard input, shows what matters as it goes, and
 * closes with {@code N passed, N failed, N skipped}, counted from the reports of all modules. The
 * console says what happened first, the reports say what is true: a class without a report, a crash
 * of the test process or a compile error is a failure too. Run from source: {@code java
 * TestReport.java ROOT LOG}.
 */
final class TestReport {
    private static final Pattern CLASS_DONE = Pattern.compile(
            "\\[\\w+] +Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+), "
                    + "Time elapsed: ([\\d.,]+) s.*? -{1,2} in (.+)");
    private static final Pattern STEP = Pattern.compile("\\[INFO] --- (\\S+?):\\S*?:(\\S+) \\(.*@ (\\S+) ---");
    private static final Pattern ENDED = Pattern.compile("baton: maven ended with (\\d+)");
    /** What the shell says of its children, user and system. */
    private static final Pattern TIMES =
            Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");
    private static final Pattern NOISE = Pattern.compile(
            "(?i)re-run Maven|mvn spotless:apply|mvn <args>|After correcting the problems|\\[Help 1]|For more information about the errors|There are test failures"
                    + "|surefire-reports|^\\[ERROR] *$|See .*dump|Tests run:|^\\[ERROR] Failures:|^\\[ERROR] Errors:");

    private final Path root;
    private final boolean requireAll;
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<String> failures = new ArrayList<>();
    private final TreeMap<String, Integer> skips = new TreeMap<>();
    private int passed;
    private int skipped;
    private int mavenExit = 1;
    private double processorSeconds;

    private TestReport(Path root, boolean requireAll) {
        this.root = root;
        this.requireAll = requireAll;
    }

    public static void main(String[] args) throws Exception {
        boolean requireAll = "1".equals(System.getenv("BATON_REQUIRE_ALL"));
        TestReport report = new TestReport(Path.of(args[0]).toAbsolutePath(), requireAll);
        report.follow();
        report.readReports();
        System.exit(report.close(args[1]));
    }

    private void follow() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean inResults = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Matcher step = STEP.matcher(line);
            Matcher done = CLASS_DONE.matcher(line);
            Matcher ended = ENDED.matcher(line);
            Matcher times = TIMES.matcher(line);
            if (step.matches()) {
                inResults = false;
                announce(step.group(1), step.group(2), step.group(3));
            } else if (done.matches()) {
                classDone(done);
            } else if (line.startsWith("[INFO] Results:")) {
                inResults = true;
            } else if (ended.matches()) {
                mavenExit = Integer.parseInt(ended.group(1));
            } else if (times.matches()) {
                processorSeconds = seconds(times, 1) + seconds(times, 3); // the last line counts
            } else if (line.startsWith("[WARNING]") && line.contains(".java:[")) {
                warnings.add(line); // an error where the compiler says -Werror
            } else if (line.startsWith("[ERROR]") && !inResults && !NOISE.matcher(line).find()) {
                problem(line);
            }
        }
    }

    private static double seconds(Matcher times, int group) {
        return 60 * Double.parseDouble(times.group(group))
                + Double.parseDouble(times.group(group + 1));
    }

    /** Failures of tests come from the reports, in full; here is what else went wrong. */
    private void problem(String line) {
        if (line.contains("<<< FAILURE!") || line.contains("<<< ERROR!")) {
            return;
        }
        problems.add(line);
    }

    private void announce(String plugin, String goal, String module) {
        String what = switch (plugin + ":" + goal) {
            case "spotless:check" -> "format";
            case "checkstyle:check" -> "budgets";
            case "compiler:compile" -> "compile";
            case "compiler:testCompile" -> "compile tests";
            case "surefire:test" -> "tests";
            default -> "";
        };
        if (!what.isEmpty() && !module.equals("baton-parent")) {
            System.out.printf("%s: %s%n", module, what);
        }
    }

    private void classDone(Matcher done) {
        if (done.group(1).equals("0")) {
            return; // a class that only holds nested ones
        }
        int bad = Integer.parseInt(done.group(2)) + Integer.parseInt(done.group(3));
        int skippedHere = Integer.parseInt(done.group(4));
        System.out.printf(
                "  %-4s %8s s %4s  %s%s%n",
                bad > 0 ? "FAIL" : "ok",
                done.group(5),
                done.group(1),
                done.group(6).trim(),
                skippedHere > 0 ? "  (" + skippedHere + " skipped)" : "");
    }

    private void readReports() throws Exception {
        List<Path> reports;
        try (Stream<Path> files = Files.find(root, 6, (path, attributes) ->
                path.getParent().endsWith("surefire-reports")
                        && path.getFileName().toString().matches("TEST-.*\\.xml"))) {
            reports = files.sorted().toList();
        }
        for (Path report : reports) {
            read(report);
        }
    }

    private void read(Path report) throws Exception {
        NodeList cases;
        try {
            cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
        } catch (org.xml.sax.SAXException e) {
            failures.add("unreadable report, the test process may have died: " + report);
            return;
        }
        for (int i = 0; i < cases.getLength(); i++) {
            count((Element) cases.item(i));
        }
    }

    private void count(Element testCase) {
        String className = testCase.getAttribute("classname");
        String name = testCase.getAttribute("name");
        String title = name.isEmpty() ? className : className + " " + name;
        Element failure = child(testCase, "failure");
        Element error = child(testCase, "error");
        Element skip = child(testCase, "skipped");
        if (failure != null || error != null) {
            Element cause = failure != null ? failure : error;
            failures.add(title + "\n" + indent(cause.getTextContent().strip()) + output(className, testCase));
        } else if (skip != null) {
            String reason = reason(skip);
            if (requireAll) {
                failures.add(title + "\n    skipped (BATON_REQUIRE_ALL=1 forbids it): " + reason);
            } else {
                skipped++;
                skips.merge(title + ": " + reason, 1, Integer::sum);
            }
        } else {
            passed++;
        }
    }

    private static String output(String className, Element testCase) {
        Element printed = child(testCase, "system-out");
        if (printed == null || printed.getTextContent().isBlank()) {
            return "";
        }
        List<String> lines = printed.getTextContent().strip().lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - 40), lines.size());
        return "\n    printed by " + className + ":\n" + indent(String.join("\n", last));
    }

    /** Of @Disabled and the like in the attribute, of an assumption in the stack trace. */
    private static String reason(Element skip) {
        String reason = skip.getAttribute("message");
        if (reason.isBlank()) {
            reason = skip.getTextContent().strip().lines().findFirst().orElse("");
            reason = reason.replaceFirst("^\\S+: ", "").replaceFirst("^Assumption failed: ", "");
        }
        return reason.isBlank() ? "no reason given" : reason;
    }

    private static Element child(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? null : (Element) found.item(0);
    }

    private static String indent(String text) {
        return text.indent(4).stripTrailing();
    }

    /** The exit code. */
    private int close(String log) {
        for (String failure : failures) {
            System.out.printf("%nFAILED %s%n", failure);
        }
        int failed = failures.size();
        if (mavenExit != 0 || !problems.isEmpty()) {
            failed++;
            System.out.printf("%nFAILED the build%n");
            warnings.forEach(line -> System.out.println("    " + line));
            problems.forEach(line -> System.out.println("    " + line));
            System.out.println(next(log));
        } else if (passed + failed + skipped == 0) {
            failed++;
            System.out.printf("%nFAILED no test ran. Next: less %s%n", log);
        }
        if (!skips.isEmpty()) {
            System.out.println();
            skips.forEach((skip, times) -> System.out.println("skipped " + skip));
        }
        // Says what the tests cost however busy the machine is; the clock does not.
        System.out.printf(
                Locale.ROOT, "%nprocessor time of all processes: %.0f s%n", processorSeconds);
        System.out.printf(Locale.ROOT, "%n%d passed, %d failed, %d skipped%n", passed, failed, skipped);
        return failed == 0 ? 0 : 1;
    }

    private String next(String log) {
        boolean format = problems.stream().anyMatch(line -> line.contains("spotless"));
        return format ? "    Next: ./baton format" : "    Next: less " + log;
    }
}
