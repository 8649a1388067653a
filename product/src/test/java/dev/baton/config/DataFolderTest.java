package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final String SETTINGS = """
            agents: {dev: {profile: command, command: [x]}}
            projects:
              SHOP:
                repository: shop.git
                test: "true"
                agents: {analyst: dev, architect: dev, developer: dev, reviewer: dev, tester: dev}
            """;

    @TempDir
    Path temp;

    private Path file;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void settings() throws IOException {
        temp = temp.toRealPath();
        file = Files.createDirectories(temp.resolve("my shop")).resolve("baton.yaml");
        Files.writeString(file, SETTINGS);
        environment = Map.of("HOME", temp.resolve("home").toString());
    }

    private Path usual() {
        return DataFolder.byDefault(file, environment).orElseThrow();
    }

    @Test
    void isNamedAfterTheFolderAndTheFile() throws IOException {
        assertThat(usual().getParent()).isEqualTo(temp.resolve("home/.local/state/baton"));
        assertThat(usual().getFileName().toString()).matches("my-shop-[0-9a-f]{12}");
        Path other = Files.writeString(file.resolveSibling("other.yaml"), "x");
        assertThat(DataFolder.byDefault(other, environment)).isNotEqualTo(Optional.of(usual()));
    }

    @Test
    void isTheSameThroughALinkAndBeforeTheFileIsThere() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), file.getParent());
        assertThat(DataFolder.byDefault(link.resolve("baton.yaml"), environment))
                .hasValue(usual());
        Path linked = Files.createSymbolicLink(temp.resolve("b.yaml"), file);
        assertThat(DataFolder.byDefault(linked, environment)).hasValue(usual());
        Path before = usual();
        Files.delete(file);
        assertThat(usual()).isEqualTo(before);
    }

    @Test
    void followsXdgUnlessThatIsRelative() {
        assertThat(DataFolder.byDefault(file, Map.of("HOME", "/h", "XDG_STATE_HOME", "/s")))
                .hasValueSatisfying(path -> assertThat(path).startsWithRaw(Path.of("/s/baton")));
        assertThat(DataFolder.byDefault(file, Map.of("HOME", "/h", "XDG_STATE_HOME", "s")))
                .hasValueSatisfying(
                        path -> assertThat(path).startsWithRaw(Path.of("/h/.local/state")));
    }

    @Test
    void thatOfAnEarlierVersionGoesOnUntilTheNewOneIsUsed() throws IOException {
        Optional<Path> usual = Optional.of(usual());
        Path former = file.resolveSibling(".baton");
        assertThat(DataFolder.chosen(file, usual)).isEqualTo(usual());
        Files.createDirectories(former);
        assertThat(DataFolder.chosen(file, usual)).as("a pipeline").isEqualTo(usual());
        Files.writeString(former.resolve("baton.db"), "x");
        assertThat(DataFolder.chosen(file, usual)).isEqualTo(former);
        Files.createDirectories(usual());
        Files.writeString(usual().resolve("server.lock"), "1");
        assertThat(DataFolder.chosen(file, usual)).isEqualTo(usual());
    }

    @Test
    void isShelteredOutsideOfCheckoutsAndOfOtherDataFolders() throws IOException {
        Path inside = Files.createDirectories(temp.resolve("shop/.baton/data"));
        assertThat(DataFolder.sheltered(inside)).isTrue();
        Files.createDirectory(temp.resolve("shop/.git"));
        assertThat(DataFolder.sheltered(inside)).isFalse();
        assertThat(DataFolder.checkout(inside)).hasValue(temp.resolve("shop"));
        Path planted = Files.createDirectories(temp.resolve("data/clones/shop-1/data"));
        Files.writeString(temp.resolve("data/server.lock"), "1");
        assertThat(DataFolder.sheltered(planted)).isFalse();
        assertThat(DataFolder.sheltered(temp.resolve("data"))).isTrue();
    }

    @Test
    void knowsWhoseItIsAndWhatWasAccepted() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        AcceptedSettings kept = AcceptedSettings.in(data);
        assertThat(kept.standing(file)).isEqualTo(new AcceptedSettings.Nobodys());
        kept.accept(read());
        assertThat(kept.standing(file)).isEqualTo(new AcceptedSettings.Theirs());
        assertThat(kept.accepted(read())).isTrue();
        Path other = Files.writeString(temp.resolve("baton.yaml"), "x");
        assertThat(kept.standing(other)).isEqualTo(new AcceptedSettings.OfAnother(file));
        Files.writeString(file, SETTINGS + "# changed\n");
        assertThat(kept.accepted(read())).isFalse();
        assertThat(kept.text()).hasValue(SETTINGS);
    }

    @Test
    void whatWasReadIsAcceptedAndNotWhatTheFileSaysByThen() throws IOException {
        AcceptedSettings kept = AcceptedSettings.in(Files.createDirectories(temp.resolve("data")));
        Settings obeyed = read();
        Files.writeString(file, SETTINGS + "# written while the server starts\n");
        kept.accept(obeyed);
        assertThat(kept.accepted(obeyed)).isTrue();
        assertThat(kept.accepted(read())).isFalse();
    }

    private Settings read() {
        LoadedSettings loaded = new SettingsLoader(environment, temp).load(file.toString());
        return ((LoadedSettings.Valid) loaded).settings();
    }
}
