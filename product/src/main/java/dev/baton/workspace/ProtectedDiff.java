package dev.baton.workspace;

import dev.baton.model.Evidence.ProtectedChanges;
import dev.baton.model.Sha;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What two trees have different of what is protected. Git's own list of entries is read to its end:
 * a rename is a file less and a file more, a folder that became a link is every file of it less and
 * a link more, a submodule is an entry like any other.
 */
public final class ProtectedDiff {
    private static final String LINK = "120000";
    private static final String SUBMODULE = "160000";
    private static final int LINKS_MAX = 32;

    private final Mirrors mirrors;

    public ProtectedDiff(Mirrors mirrors) {
        this.mirrors = mirrors;
    }

    /**
     * What is protected.
     *
     * @param globs patterns of names
     * @param names exact names, whatever characters they have
     * @param except patterns of names that are not, in spite of the others
     */
    public record Rules(List<String> globs, Set<String> names, List<String> except) {
        public Rules {
            globs = List.copyOf(globs);
            names = Set.copyOf(names);
            except = List.copyOf(except);
        }
    }

    /** Both commits must be in the mirror. */
    public ProtectedChanges between(String project, Sha base, Sha candidate, Rules rules) {
        Mirror mirror = mirrors.of(project);
        Matcher matcher = new Matcher(rules, aims(mirror, base, rules.names()));
        boolean _ = mirror.each(
                mirror.in(
                        "diff-tree",
                        "-r",
                        "-z",
                        "--raw",
                        "--no-abbrev",
                        "--no-renames",
                        "--no-ext-diff",
                        "--ignore-submodules=none",
                        base.value(),
                        candidate.value()),
                matcher::read);
        return matcher.found();
    }

    /** Where links of the base lead that stand in the place of a protected name, or before it. */
    private static Set<String> aims(Mirror mirror, Sha base, Set<String> names) {
        Set<String> aims = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(names);
        while (!open.isEmpty() && aims.size() < LINKS_MAX) {
            List<String> next = new ArrayList<>();
            for (Link link : links(mirror, base, open)) {
                open.stream()
                        .filter(name ->
                                name.equals(link.name()) || name.startsWith(link.name() + "/"))
                        .flatMap(name -> link.aim(name).stream())
                        .filter(aims::add)
                        .forEach(next::add);
            }
            open = next;
        }
        return aims;
    }

    private static List<Link> links(Mirror mirror, Sha base, List<String> names) {
        Set<String> asked = new LinkedHashSet<>();
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
                asked.add(name.substring(0, slash));
            }
            asked.add(name);
        }
        List<Link> links = new ArrayList<>();
        boolean _ = mirror.each(
                mirror.in("ls-tree", "-z", base.value(), "--").and(List.copyOf(asked)), entry -> {
                    int tab = entry.indexOf('\t');
                    if (entry.startsWith(LINK)) {
                        String blob = entry.substring(0, tab).split(" ", -1)[2];
                        links.add(new Link(entry.substring(tab + 1), blob));
                    }
                    return true;
                });
        return links.stream()
                .map(link -> new Link(
                        link.name(),
                        mirror.require(mirror.in("cat-file", "blob", link.aim()))
                                .out()))
                .toList();
    }

    /** A link of the base, and what is written in it. */
    private record Link(String name, String aim) {
        /** Where a name that goes through it leads, if that is in the repository. */
        Optional<String> aim(String through) {
            List<String> steps = new ArrayList<>(List.of(name.split("/", -1)));
            steps.removeLast();
            for (String step : (aim + through.substring(name.length())).split("/", -1)) {
                if (aim.startsWith("/") || (step.equals("..") && steps.isEmpty())) {
                    return Optional.empty();
                }
                if (step.equals("..")) {
                    steps.removeLast();
                } else if (!step.isEmpty() && !step.equals(".")) {
                    steps.add(step);
                }
            }
            return Optional.of(String.join("/", steps));
        }
    }

    /** Reads the entries of a difference; used by the thread that reads them. */
    private static final class Matcher {
        private final List<PathPattern> protects = new ArrayList<>();
        private final List<PathPattern> except;
        private final MessageDigest digest = sha256();
        private final List<String> names = new ArrayList<>();
        private @Nullable String entry;
        private long count;

        Matcher(Rules rules, Set<String> aims) {
            rules.globs().forEach(glob -> protects.add(PathPattern.of(glob)));
            rules.names().forEach(name -> protects.add(PathPattern.literal(name)));
            aims.forEach(name -> protects.add(PathPattern.literal(name)));
            this.except = rules.except().stream().map(PathPattern::of).toList();
        }

        /** An entry, {@code :MODE MODE BLOB BLOB LETTER}, then its name. */
        boolean read(String part) {
            String known = entry;
            entry = known == null ? part : null;
            if (known != null) {
                change(known, part);
            }
            return true;
        }

        private void change(String known, String name) {
            String[] fields = known.split("[: ]", -1);
            if (!meant(name, fields)) {
                return;
            }
            count++;
            digest.update((known + "\0" + name + "\0").getBytes(StandardCharsets.UTF_8));
            if (names.size() < ProtectedChanges.NAMED_MAX) {
                names.add(name + ": " + words(fields));
            }
        }

        private boolean meant(String name, String[] fields) {
            List<String> steps = PathPattern.steps(name);
            boolean leads = leads(fields[1]) || leads(fields[2]);
            return protects.stream()
                            .anyMatch(pattern ->
                                    pattern.covers(steps) || (leads && pattern.leadsThrough(steps)))
                    && except.stream().noneMatch(pattern -> pattern.covers(steps));
        }

        /** A link or a submodule where a folder could be changes what is found behind it. */
        private static boolean leads(String mode) {
            return mode.equals(LINK) || mode.equals(SUBMODULE);
        }

        private static String words(String[] fields) {
            String kind = switch (fields[2]) {
                case LINK -> ", now a link";
                case SUBMODULE -> ", now a submodule";
                default ->
                    fields[5].equals("M") && !fields[1].equals(fields[2])
                            ? ", mode " + fields[2]
                            : "";
            };
            return switch (fields[5]) {
                case "A" -> "added" + kind;
                case "D" -> "removed";
                default -> "changed" + kind;
            };
        }

        ProtectedChanges found() {
            return count == 0
                    ? ProtectedChanges.NONE
                    : new ProtectedChanges(
                            HexFormat.of().formatHex(digest.digest()),
                            count,
                            names,
                            List.of(),
                            null);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}
