package dev.baton.setup;

import static dev.baton.setup.Shell.git;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agents.AgentSettings;
import dev.baton.config.DataFolder;
import dev.baton.config.LoadedSettings;
import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class InitTest {
    @TempDir
    Path temp;

    private Path shop;

    @BeforeEach
    void makeARepository() throws IOException {
        temp = temp.toRealPath();
        shop = Files.createDirectories(temp.resolve("my-shop"));
        git(shop, "init", "-q", "-b", "trunk");
        Files.writeString(shop.resolve("pom.xml"), "<project/>");
        Files.writeString(shop.resolve("mvnw"), "#!/bin/sh\n");
        git(shop, "add", "-A");
        git(shop, "commit", "-q", "-m", "first");
    }

    @Test
    void writesAFileThatTheServerTakesAndNamesTheNextCommand() throws IOException {
        Here here = new Here(shop).with("PATH", programs("claude", "codex"));
        assertThat(init(here)).as(here.complained()).isZero();
        assertThat(here.printed()).isEqualTo("""
                project      MYSHOP
                repository   .
                base branch  trunk
                tests        ./mvnw -q verify (from pom.xml)
                agents       claude, codex
                Wrote ./baton.yaml
                Before production the pipeline standard asks a person; \
                approve-production: false in the project asks nobody
                Next: /opt/baton/baton doctor, then /opt/baton/baton up
                """);
        Settings settings = load(shop);
        assertThat(settings.server().data())
                .isEqualTo(DataFolder.byDefault(shop.resolve("baton.yaml"), Map.of())
                        .orElseThrow());
        ProjectSettings project = project(shop, "MYSHOP");
        assertThat(project.repository()).isEqualTo(shop.toString());
        assertThat(project.base()).isEqualTo("trunk");
        assertThat(project.pipeline().test()).isEqualTo("./mvnw -q verify");
        assertThat(agent(project, "developer").command())
                .containsExactly("claude", "-p", "--permission-mode", "acceptEdits");
        assertThat(agent(project, "reviewer").name()).isEqualTo("codex");
    }

    /** A file among git's own would be lost there. */
    @Test
    void insideABareRepositoryTheFileIsWrittenBesideIt() throws IOException {
        git(temp, "clone", "-q", "--bare", "my-shop", "bare shop.git");
        Path bare = temp.resolve("bare shop.git");
        Here here = new Here(bare);
        assertThat(init(here)).as(here.complained()).isZero();
        assertThat(bare.resolve("baton.yaml")).doesNotExist();
        assertThat(project(temp, "BARESHOP").repository()).isEqualTo(bare.toString());
        assertThat(here.printed())
                .endsWith("Next: /opt/baton/baton doctor --config " + temp + "/baton.yaml, then"
                        + " /opt/baton/baton up --config " + temp + "/baton.yaml\n");
    }

    @Test
    void keepsTheDataOutOfTheRepositoryAndSaysWhereItWillBe() throws IOException {
        Here here = new Here(shop).with("XDG_STATE_HOME", temp.resolve("state").toString());
        init(here);
        assertThat(git(shop, "status", "--porcelain")).isEqualTo("?? baton.yaml");
        assertThat(Files.readString(shop.resolve("baton.yaml")))
                .containsPattern(
                        "  # data: " + temp.resolve("state/baton/my-shop-") + "[0-9a-f]{12}\n");
        assertThat(temp.resolve("state")).doesNotExist();
    }

    @Test
    void withoutAgentsAndTestsTheFileStillParsesAndSaysWhatIsMissing() throws IOException {
        git(shop, "rm", "-q", "pom.xml");
        git(shop, "commit", "-q", "-m", "no build");
        Here here = new Here(shop).with("PATH", programs());
        assertThat(init(here)).isZero();
        assertThat(here.printed())
                .contains("tests        none found; put yours into the file\n")
                .contains("agents       none found on PATH; put yours into the file\n");
        ProjectSettings project = project(shop, "MYSHOP");
        assertThat(agent(project, "developer").command())
                .containsExactly(shop.resolve("agent.sh").toString());
        assertThat(Shell.sh(shop, String.valueOf(project.pipeline().test())).exit())
                .as("a test that is not there does not pass")
                .isEqualTo(1);
    }

    @Test
    void neverOverwritesAFile() throws IOException {
        Files.writeString(shop.resolve("baton.yaml"), "mine");
        Here here = new Here(temp);
        assertThat(init(here, "my-shop", "--yes")).isEqualTo(1);
        assertThat(here.complained())
                .isEqualTo("baton: settings " + shop + "/baton.yaml: expected"
                        + " no such file, found one; it stays as it is. Next: ./baton"
                        + " doctor --config "
                        + shop + "/baton.yaml\n");
        assertThat(shop.resolve("baton.yaml")).hasContent("mine");
    }

    @Test
    void asksWhereAPersonSits() {
        Here no = new Here(shop).answers("n\n");
        assertThat(init(no)).isEqualTo(1);
        assertThat(no.printed()).endsWith("Write ./baton.yaml? [Y/n] Nothing was written.\n");
        assertThat(shop.resolve("baton.yaml")).doesNotExist();
        assertThat(init(new Here(shop).answers("\n"))).isZero();
        assertThat(shop.resolve("baton.yaml")).exists();
    }

    @Test
    void aBareRepositoryGetsItsFileInTheCurrentFolder() throws IOException {
        git(temp, "clone", "-q", "--bare", "my-shop", "shop.git");
        Here here = new Here(temp);
        assertThat(init(here, "shop.git")).as(here.complained()).isZero();
        ProjectSettings project = project(temp, "SHOP");
        assertThat(project.repository()).isEqualTo(temp.resolve("shop.git").toString());
        assertThat(load(temp).server().data())
                .isEqualTo(DataFolder.byDefault(temp.resolve("baton.yaml"), Map.of())
                        .orElseThrow());
    }

    @Test
    void takesTheBranchThatTheRemoteStartsFrom() throws IOException {
        git(shop, "branch", "main");
        git(temp, "clone", "-q", "my-shop", "clone");
        Path clone = temp.resolve("clone");
        git(clone, "checkout", "-q", "-b", "feature");
        assertThat(init(new Here(clone))).isZero();
        assertThat(project(clone, "CLONE").base()).isEqualTo("trunk");
    }

    @Test
    void saysWhatIsNoRepository() throws IOException {
        Files.createDirectories(temp.resolve("plain"));
        Here here = new Here(temp);
        assertThat(init(here, "plain")).isEqualTo(1);
        assertThat(init(here, "nowhere")).isEqualTo(1);
        git(temp, "init", "-q", "empty");
        assertThat(init(here, "empty")).isEqualTo(1);
        assertThat(here.complained())
                .isEqualTo("baton: folder " + temp + "/plain: expected a git"
                        + " repository, found none there or above. Next: ./baton init DIR,"
                        + " with the folder"
                        + " of your repository\n"
                        + "baton: folder " + temp
                        + "/nowhere: expected a git repository, found no such"
                        + " folder. Next: ./baton init DIR, with the folder of your repository\n"
                        + "baton: repository " + temp
                        + "/empty: expected a branch with a commit, found"
                        + " none. Next: commit something, then ./baton init\n");
    }

    @Test
    void showsThePresetAndNothingElse() {
        Here here = new Here(temp);
        assertThat(init(here, "--show", "quick")).isZero();
        assertThat(here.printed()).startsWith("# quick:").contains("  - name: merge\n");
        assertThat(init(here, "--show", "quik")).isEqualTo(2);
        assertThat(here.complained())
                .startsWith("baton: --show: expected a preset, found 'quik'")
                .endsWith("Next: ./baton init --show quick\n");
    }

    @Test
    void namesBecomeProjectsWhateverTheyAre() {
        assertThat(SettingsDraft.project("my-shop")).isEqualTo("MYSHOP");
        assertThat(SettingsDraft.project("shop.git")).isEqualTo("SHOP");
        assertThat(SettingsDraft.project("2048-game-of-numbers")).isEqualTo("GAMEOFNUMB");
        assertThat(SettingsDraft.project("…")).isEqualTo("APP");
    }

    /** A path with git and programs of these names on it. */
    private String programs(String... names) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("programs"));
        for (String name : names) {
            Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return folder + ":/usr/bin:/bin";
    }

    private static Settings load(Path folder) {
        LoadedSettings loaded = new SettingsLoader(Map.of(), folder).load(null);
        assertThat(loaded).isInstanceOf(LoadedSettings.Valid.class);
        return ((LoadedSettings.Valid) loaded).settings();
    }

    private static ProjectSettings project(Path folder, String name) {
        return requireNonNull(load(folder).projects().get(name), name);
    }

    private static AgentSettings agent(ProjectSettings project, String role) {
        return requireNonNull(project.agents().get(role), role);
    }

    private static int init(Here here, String... arguments) {
        return new CommandLine(new InitCommand(here.surroundings())).execute(arguments);
    }
}
