package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.git.GitWorld;
import dev.baton.workspace.SubmoduleUrl.Ask;
import dev.baton.workspace.SubmoduleUrl.Leave;
import dev.baton.workspace.SubmoduleUrl.Nowhere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an address that an agent wrote may lead the server. */
class SubmoduleUrlTest {
    private static final String HTTPS = "https://git.example/org/shop.git";
    private static final Set<String> HOSTS = Set.of("github.com");

    private static SubmoduleUrl.Answer of(String url, String repository) {
        return SubmoduleUrl.of(url, new RepositorySettings("SHOP", repository, "main"), HOSTS);
    }

    @ParameterizedTest
    @CsvSource({
        "../lib.git, https://git.example/org/shop.git, https://git.example/org/lib.git, https",
        "../../a/b, https://git.example/org/shop.git, https://git.example/a/b, https",
        "../lib.git, https://u:p@git.example/org/shop.git, https://u:p@git.example/org/lib.git,"
                + " https",
        "https://GIT.example/x, https://git.example/org/shop.git, https://GIT.example/x, https",
        "https://github.com/o/r, https://git.example/org/shop.git, https://github.com/o/r, https",
        "../lib.git, git@git.example:org/shop.git, git@git.example:org/lib.git, ssh",
        "git@git.example:a/b, git@git.example:org/shop.git, git@git.example:a/b, ssh",
    })
    void itMayAskTheHostOfTheRepositoryAndThoseTheOperatorNamed(
            String url, String repository, String address, String transport) {
        assertThat(of(url, repository)).isEqualTo(new Ask(address, transport));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc",
                "/etc",
                "ext::sh -c id",
                "fd::3",
                "--upload-pack=id",
                "-oProxyCommand=id:x",
                "ssh://-oProxyCommand=id/x",
                "http://169.254.169.254/latest",
                "http://git.example/x",
                "ssh://git.example/x",
                "git://git.example/x",
                "https://git.example:8443/x",
                "https://git.example@evil.example/x",
                "https://evil.example/git.example",
                "https://me@github.com/x",
                "https://github.com:22/x",
                "ssh://github.com/x",
                "http://github.com/x",
                "https://github.com.evil.example/x",
                "../../../../../x\ny",
                "https://git.example/x y",
                "",
            })
    void itAsksNobodyElse(String url) {
        assertThat(of(url, HTTPS)).isInstanceOf(Leave.class);
    }

    @Test
    void stepsUpNeverTakeTheHostAway() {
        assertThat(of("../../../../evil.example/x", HTTPS))
                .isEqualTo(new Ask("https://git.example/evil.example/x", "https"));
    }

    @Test
    void ofPathsOnlyThoseBesideARepositoryThatIsAPath(@TempDir Path root) throws IOException {
        GitWorld world = new GitWorld(root.toRealPath());
        Path folder = Files.createDirectories(world.root().resolve("git"));
        Path shop = folder.resolve("shop.git");
        Files.createDirectories(folder.resolve("lib.git"));
        Files.createSymbolicLink(folder.resolve("link.git"), world.root());
        assertThat(of("../lib.git", shop.toString()))
                .isEqualTo(new Ask(folder.resolve("lib.git").toString(), "file"));
        assertThat(of("../none.git", shop.toString())).isEqualTo(new Nowhere());
        assertThat(of("../link.git", shop.toString())).isInstanceOf(Leave.class);
        assertThat(of("../../git", shop.toString())).isInstanceOf(Leave.class);
        assertThat(of("../../none", shop.toString())).isInstanceOf(Leave.class);
        assertThat(of(folder.resolve("lib.git").toString(), shop.toString()))
                .isInstanceOf(Leave.class);
        assertThat(of("file://" + folder.resolve("lib.git"), shop.toString()))
                .isInstanceOf(Leave.class);
    }
}
