package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.git.GitResult;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code .gitmodules} says of the submodules of a commit, and what their remotes have. */
final class Submodules {
    /** Asked in one look; who adds more is told that the rest was not asked. */
    static final int ASKED_MAX = 5;

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Pattern KEY = Pattern.compile("submodule\\.(.*)\\.(path|url)");
    private static final Pattern NOT_THERE = Pattern.compile("not our ref|did not contain");

    private final Git git;
    private final Path folder;
    private final AtomicLong scratches = new AtomicLong();

    /**
     * @param folder where a repository may be made for as long as a question lasts
     */
    Submodules(Git git, Path folder) {
        this.git = git;
        this.folder = folder;
    }

    /** Whether a remote has a commit. */
    sealed interface Answer {}

    record Has() implements Answer {}

    record HasNot() implements Answer {}

    record Unknown(String why) implements Answer {}

    /** Path to address, as a commit's {@code .gitmodules} has it. */
    static Map<String, String> of(Mirror mirror, String commit) {
        GitResult listed =
                mirror.run(mirror.in("config", "--blob", commit + ":.gitmodules", "--list", "-z"));
        Map<String, String> paths = new HashMap<>();
        Map<String, String> urls = new HashMap<>();
        for (String part : listed.ok() ? listed.parts() : List.<String>of()) {
            int end = part.indexOf('\n');
            Matcher key = KEY.matcher(end < 0 ? "" : part.substring(0, end));
            if (key.matches()) {
                Map<String, String> values = key.group(2).equals("path") ? paths : urls;
                values.put(key.group(1), part.substring(end + 1));
            }
        }
        Map<String, String> known = new HashMap<>();
        paths.forEach((name, path) -> known.put(path, urls.getOrDefault(name, "")));
        return known;
    }

    Answer ask(String url, String commit, RepositorySettings repository, Set<String> hosts) {
        return switch (SubmoduleUrl.of(url, repository, hosts)) {
            case SubmoduleUrl.Leave(var why) -> new Unknown("not asked: " + why);
            case SubmoduleUrl.Nowhere() -> new HasNot();
            case SubmoduleUrl.Ask ask -> fetched(ask, commit);
        };
    }

    /** Only the commit itself, into a repository that is thrown away: a tip is not all there is. */
    private Answer fetched(SubmoduleUrl.Ask ask, String commit) {
        Path scratch = folder.resolve(".asking-" + scratches.incrementAndGet());
        Folders.delete(scratch); // Of a server that died over its question.
        try {
            git.require(
                    GitCommand.of("init", "--quiet", "--bare", "--template=", scratch.toString()));
            GitResult result = git.run(GitCommand.in(scratch, "fetch", "--quiet", "--no-tags")
                    .and("--depth=1", "--filter=tree:0", "--no-write-fetch-head")
                    .and("--no-recurse-submodules", "--", ask.address(), commit)
                    .config("http.followRedirects=false", "protocol.version=2")
                    .through(ask.transport())
                    .within(TIMEOUT));
            if (result.ok()) {
                return new Has();
            }
            return NOT_THERE.matcher(result.err()).find()
                    ? new HasNot()
                    : new Unknown(result.err().strip().lines().findFirst().orElse("no answer"));
        } catch (GitFailure e) {
            return new Unknown("no answer within " + TIMEOUT.toSeconds() + " s");
        } finally {
            Folders.delete(scratch);
        }
    }
}
