package dev.baton.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.runs.BubblewrapProbe.Fails;
import dev.baton.runs.BubblewrapProbe.Works;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BubblewrapProbeTest {
    @TempDir
    Path folder;

    private BubblewrapProbe.Answer look(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("bwrap"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return BubblewrapProbe.look("/nowhere::" + folder);
    }

    @Test
    void saysHowToGetIt() {
        assertThat(BubblewrapProbe.look(folder.toString()))
                .isInstanceOfSatisfying(Fails.class, fails -> {
                    assertThat(fails.why()).contains("bwrap on PATH, found none");
                    assertThat(fails.next()).startsWith("apt-get install bubblewrap");
                });
    }

    @Test
    void saysWhatTheProgramSaid() throws IOException {
        assertThat(look("echo 'bwrap: No permissions to create new namespace' >&2; exit 1"))
                .isInstanceOfSatisfying(Fails.class, fails -> {
                    assertThat(fails.why()).endsWith("No permissions to create new namespace");
                    assertThat(fails.next()).isNotBlank();
                });
    }

    @Test
    void needsAVersionThatTellsWhoIsInside() throws IOException {
        assertThat(look("exit 0"))
                .isInstanceOfSatisfying(
                        Fails.class, fails -> assertThat(fails.why()).contains("too old"));
        assertThat(look("echo '{ \"child-pid\": 7 }'"))
                .isEqualTo(new Works(folder.resolve("bwrap"), true));
    }
}
