package dev.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentProgramTest {
    @TempDir
    Path folder;

    @Test
    void findsAProgramByItsPath() throws IOException {
        Path program = program("review.sh", "rwx------");

        assertThat(find(program.toString(), "/nowhere"))
                .isEqualTo(new AgentProgram.Startable(program));
    }

    @Test
    void findsAProgramOnTheSearchPath() throws IOException {
        Path program = program("review.sh", "rwx------");

        assertThat(find("review.sh", "/nowhere::" + folder))
                .isEqualTo(new AgentProgram.Startable(program));
    }

    @Test
    void saysThatThereIsNoSuchProgram() {
        assertThat(find(folder + "/gone.sh", ""))
                .isEqualTo(new AgentProgram.Missing("agent 'checker': expected the program "
                        + folder + "/gone.sh, found no such file. Next: correct the path"));
        assertThat(find("gone.sh", "/a:/b"))
                .isEqualTo(new AgentProgram.Missing("agent 'checker': expected the program"
                        + " 'gone.sh' on PATH, found it nowhere in /a:/b. Next: install it, or"
                        + " write its path"));
    }

    @Test
    void saysThatItIsNotExecutable() throws IOException {
        Path program = program("review.sh", "rw-------");
        String message = "agent 'checker': expected the program " + program
                + ", found it not executable. Next: chmod +x " + program;

        assertThat(find(program.toString(), "")).isEqualTo(new AgentProgram.Missing(message));
        assertThat(find("review.sh", folder.toString()))
                .isEqualTo(new AgentProgram.Missing(message));
    }

    @Test
    void saysThatItIsAFolder() {
        assertThat(find(folder.toString(), ""))
                .isEqualTo(new AgentProgram.Missing("agent 'checker': expected the program "
                        + folder + ", found a folder. Next: name the program in it"));
    }

    private Path program(String name, String mode) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString(mode));
    }

    private static AgentProgram.Found find(String program, String path) {
        AgentSettings agent = new AgentSettings(
                "checker",
                List.of(program, "--fast"),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                1,
                null,
                SandboxSettings.AUTO,
                List.of());
        return AgentProgram.find(AgentCommand.of(agent), path);
    }
}
