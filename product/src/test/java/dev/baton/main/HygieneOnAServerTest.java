package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent left by mistake goes back to it, on a real server. */
@Tag("slow")
class HygieneOnAServerTest {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
    }

    @AfterEach
    void end() throws IOException {
        site.close();
    }

    @Test
    void aRepositoryInsideTheCloneIsNamedToTheAgentWhichMendsIt() throws IOException {
        site.agent("dev.sh", """
                if grep -q '^.*app: is a repository made inside the clone' .baton/in/task.md
                then git rm -q --cached app; rm -rf app/.git
                else git init -q app; cd app; echo x >main.rb; git add .
                     git -c user.name=d -c user.email=d@localhost commit -qm init; cd ..; fi
                git add -A 2>/dev/null
                git -c user.name=d -c user.email=d@localhost commit -qm work
                """);
        site.up();
        assertThat(site.post("/api/v1/tasks", "{\"title\": \"scaffold\"}")).isTrue();
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.sh("git -C shop.git ls-tree -r --name-only main")).contains("app/main.rb");
        assertThat(site.get("/api/v1/tasks/SHOP-1/events"))
                .contains("hygiene red", "app: is a repository made inside the clone")
                .contains("hygiene green");
    }
}
