package dev.baton.runs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What build tools keep below a home folder so as not to fetch it again: the data of it, never
 * settings or logins.
 */
public final class Caches {
    /** By the file at the top of a build. */
    private static final Map<String, List<String>> OF_BUILDS = Map.of(
            "pom.xml", List.of(".m2/repository", ".m2/wrapper/dists"),
            "build.gradle", List.of(".gradle/caches", ".gradle/wrapper/dists"),
            "build.gradle.kts", List.of(".gradle/caches", ".gradle/wrapper/dists"),
            "settings.gradle", List.of(".gradle/caches", ".gradle/wrapper/dists"),
            "settings.gradle.kts", List.of(".gradle/caches", ".gradle/wrapper/dists"),
            "package.json", List.of(".npm/_cacache"),
            "Cargo.toml", List.of(".cargo/registry", ".cargo/git"),
            "go.mod", List.of("go/pkg/mod"));

    private Caches() {}

    /** Relative to a home, those that the build in that folder reads. */
    public static Stream<Path> wanted(Path build) {
        return OF_BUILDS.entrySet().stream()
                .filter(tool -> Files.isRegularFile(build.resolve(tool.getKey())))
                .flatMap(tool -> tool.getValue().stream())
                .distinct()
                .sorted()
                .map(Path::of);
    }

    /** Those of a home that are too large to be copied, each with the reason. */
    public static List<String> tooLarge(Path home) {
        return OF_BUILDS.values().stream()
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .map(home::resolve)
                .filter(Files::isDirectory)
                .flatMap(cache -> CacheCopy.problem(cache).map(why -> cache + " " + why).stream())
                .toList();
    }
}
