package dev.baton.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code mvnw} with a home to which others can write. */
class MavenWrapperAttackTest {
    private static final Path ROOT = Path.of(System.getProperty("baton.root"));
    private static final String OFFICIAL =
            "cae96cef89ebea3531221f4ae17c23cf8edf67d00eae8306d4186ae1bbed4d02";
    private static final String MAVEN = "#!/bin/sh\necho \"Maven with $*, rc $MAVEN_SKIP_RC\"\n";

    @TempDir
    Path folder;

    private Path home;
    private Path maven;

    /** A checkout whose list names a distribution of two files, and this one in the home. */
    @BeforeEach
    void unpack() throws IOException {
        Path wrapper = Files.createDirectories(folder.resolve("checkout/.mvn/wrapper"));
        Files.copy(ROOT.resolve("mvnw"), folder.resolve("checkout/mvnw"));
        for (String name : new String[] {"verify", "maven-wrapper.properties"}) {
            Files.copy(
                    ROOT.resolve(".mvn/wrapper").resolve(name),
                    wrapper.resolve(name),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        String url = Files.readAllLines(wrapper.resolve("maven-wrapper.properties")).stream()
                .filter(line -> line.startsWith("distributionUrl="))
                .map(line -> line.substring("distributionUrl=".length()))
                .findFirst()
                .orElseThrow();
        String name = url.substring(url.lastIndexOf('/') + 1).replace("-bin.zip", "");
        home = folder.resolve("home");
        // The wrapper names the folder as Java would hash the address.
        maven = home.resolve(
                ".m2/wrapper/dists/" + name + "/" + Integer.toHexString(url.hashCode()));
        Files.createDirectories(maven.resolve("bin"));
        Files.createDirectories(maven.resolve("lib/ext"));
        Files.writeString(maven.resolve("bin/mvn"), MAVEN);
        assertThat(maven.resolve("bin/mvn").toFile().setExecutable(true)).isTrue();
        Files.writeString(maven.resolve("lib/core.jar"), "core");
        Files.writeString(
                wrapper.resolve("distribution.sha256"),
                sha256(MAVEN) + "  ./bin/mvn\n" + sha256("core") + "  ./lib/core.jar\n");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Run(int exit, String said) {}

    private Run mvnw() throws Exception {
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh", folder.resolve("checkout/mvnw").toString(), "validate")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().keySet().removeIf(name -> name.matches("MAVEN_.*|MVNW_.*"));
        return new Run(builder.start().waitFor(), Files.readString(out));
    }

    private void refuses(String found) throws Exception {
        Run run = mvnw();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said())
                .startsWith("maven: " + maven + ": expected the distribution of"
                        + " .mvn/wrapper/distribution.sha256, found ")
                .contains(found)
                .contains("Next: rm -rf '" + maven + "'")
                .doesNotContain("Maven with");
    }

    @Test
    void theDistributionOfTheListRunsAndReadsNoSettingsOfAShell() throws Exception {
        Files.writeString(maven.resolve("mvnw.url"), "written by mvnw");
        assertThat(mvnw()).isEqualTo(new Run(0, "Maven with validate, rc 1\n"));
    }

    @Test
    void aPlantedProgramDoesNotRun() throws Exception {
        Files.writeString(maven.resolve("bin/mvn"), MAVEN + "echo planted\n");
        refuses("./bin/mvn");
    }

    @Test
    void aChangedLibraryIsRefused() throws Exception {
        Files.writeString(maven.resolve("lib/core.jar"), "c0re");
        refuses("./lib/core.jar");
    }

    @Test
    void anExtensionThatWasAddedIsRefused() throws Exception {
        Files.writeString(maven.resolve("lib/ext/more.jar"), "");
        refuses("./lib/ext/more.jar");
    }

    @Test
    void anOptionsFileThatWasAddedIsRefused() throws Exception {
        Files.createDirectories(maven.resolve("conf"));
        Files.writeString(maven.resolve("conf/settings.xml"), "");
        refuses("./conf/settings.xml");
    }

    @Test
    void aMissingFileIsRefused() throws Exception {
        Files.delete(maven.resolve("lib/core.jar"));
        refuses("./lib/core.jar");
    }

    @Test
    void aLinkIsRefusedEvenToTheRightFile() throws Exception {
        Path moved = Files.move(maven.resolve("bin/mvn"), folder.resolve("mvn"));
        Files.createSymbolicLink(maven.resolve("bin/mvn"), moved);
        refuses("a link: ./bin/mvn");
    }

    @Test
    void aLinkedFolderIsRefused() throws Exception {
        Path moved = Files.move(maven.resolve("lib"), folder.resolve("lib"));
        Files.createSymbolicLink(maven.resolve("lib"), moved);
        refuses("./lib");
    }

    @Test
    void theWrapperIsTheOfficialOneButForMarkedLines() throws Exception {
        String official = Files.readAllLines(ROOT.resolve("mvnw")).stream()
                .filter(line -> !line.endsWith("# Baton"))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(sha256(official)).isEqualTo(OFFICIAL);
    }

    /** Not with Maven's own report alone: the name of the file must be there. */
    @Test
    @Tag("slow")
    void aBuildRefusesAJarOfTheRepositoryThatWasChanged() throws Exception {
        Path repository = Path.of(System.getProperty("localRepository"));
        Path copy = folder.resolve("repository");
        assertThat(new ProcessBuilder("cp", "-rs", repository.toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(validate(copy).exit()).as("%s", validate(copy).said()).isZero();
        Path jar;
        try (Stream<Path> files =
                Files.walk(copy.resolve("org/apache/maven/plugins/maven-enforcer-plugin"))) {
            jar = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(jar);
        bytes[bytes.length / 2]++;
        Files.delete(jar);
        Files.write(jar, bytes);
        Run refused = validate(copy);
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.said()).contains("maven-enforcer-plugin", "trusted");
    }

    private Run validate(Path repository) throws Exception {
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(
                        "./mvnw",
                        "-B",
                        "-o",
                        "-q",
                        "-Pquick",
                        "-pl",
                        "product",
                        "-Dmaven.repo.local=" + repository,
                        "-Dbaton.target=" + folder.resolve("target"),
                        "validate")
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new Run(builder.start().waitFor(), Files.readString(out));
    }
}
