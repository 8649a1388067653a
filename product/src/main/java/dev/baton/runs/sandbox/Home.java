package dev.baton.runs.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a run may write of a home folder, and what it does not see of it. */
record Home(Path folder) {
    /** Where tools keep what lets them in elsewhere: ssh, clouds, registries, forges. */
    private static final List<String> CREDENTIALS = List.of(
            ".ssh",
            ".gnupg",
            ".aws",
            ".azure",
            ".kube",
            ".docker",
            ".password-store",
            ".netrc",
            ".git-credentials",
            ".pypirc",
            ".vault-token",
            ".cargo/credentials",
            ".cargo/credentials.toml",
            ".config/gcloud",
            ".config/gh",
            ".config/git/credentials",
            ".config/glab-cli",
            ".config/hub",
            ".terraform.d");

    /** Made for a folder with that file at its top; where it exists, every run may write it. */
    private static final Map<String, List<String>> CACHES = Map.of(
            "pom.xml", List.of(".m2"),
            "build.gradle", List.of(".gradle"),
            "build.gradle.kts", List.of(".gradle"),
            "settings.gradle", List.of(".gradle"),
            "settings.gradle.kts", List.of(".gradle"),
            "package.json", List.of(".npm"),
            "Cargo.toml", List.of(".cargo/registry", ".cargo/git"),
            "go.mod", List.of("go/pkg"));

    private static final String EVERYBODYS = ".cache";

    List<Path> credentials() {
        return CREDENTIALS.stream().map(folder::resolve).filter(Files::exists).toList();
    }

    /** Those that are there, or would be made by the build of that folder. */
    List<Path> caches(Path build) {
        Stream<Path> ofTools = CACHES.entrySet().stream()
                .flatMap(tool -> tool.getValue().stream()
                        .map(folder::resolve)
                        .filter(cache -> Files.isDirectory(cache)
                                || Files.exists(build.resolve(tool.getKey()))));
        return Stream.concat(Stream.of(folder.resolve(EVERYBODYS)), ofTools)
                .distinct()
                .toList();
    }
}
