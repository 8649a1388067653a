package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderHostTest {
    private static final Host HERE = new Host("build8", "0123456789abcdef");

    @TempDir
    Path temp;

    private Path data;

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectory(temp.resolve("data"));
    }

    @Test
    void theFirstServerClaimsItAndEveryLaterOneFindsItsOwn() throws IOException {
        assertThat(FolderHost.of(data, HERE).look()).isInstanceOf(FolderHost.Nobodys.class);
        FolderHost.of(data, HERE).demand();
        FolderHost.of(data, HERE).demand();
        assertThat(FolderHost.of(data, HERE).look()).isInstanceOf(FolderHost.Ours.class);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.resolve("host"))))
                .isEqualTo("rw-------");
        assertThat(temp.resolve("data").toFile().list()).containsExactly("host");
    }

    @Test
    void aRenamedFolderAndARenamedMachineStayTheSame() throws IOException {
        FolderHost.of(data, HERE).demand();
        Path moved = Files.move(data, temp.resolve("moved"));
        FolderHost.of(moved, new Host("another-name", HERE.id())).demand();
    }

    @Test
    void aCopyOnTheSameMachineIsRefusedWithBothHostsUntilItIsClaimed() throws IOException {
        FolderHost.of(data, HERE).demand();
        Path copy = Files.createDirectory(temp.resolve("copy"));
        Files.copy(data.resolve("host"), copy.resolve("host"), StandardCopyOption.COPY_ATTRIBUTES);
        String theirs = Files.readString(data.resolve("host")).strip();

        assertThatThrownBy(() -> FolderHost.of(copy, HERE).demand())
                .isInstanceOf(PermanentFailure.class)
                .hasMessageStartingWith(
                        "data folder " + copy + ": expected one of host build8 0123456789abcdef/")
                .hasMessageContaining(", found a copy of one of host " + theirs + ", where its")
                .hasMessageEndingWith("Next: stop those for good, then ./baton doctor --take-over");

        FolderHost.of(copy, HERE).claim();
        FolderHost.of(copy, HERE).demand();
        FolderHost.of(data, HERE).demand();
    }

    @Test
    void anotherMachineAndADamagedFileAreForeignToo() throws IOException {
        FolderHost.of(data, HERE).demand();
        Host there = new Host("build9", "fedcba9876543210");
        assertThat(FolderHost.of(data, there).look()).isInstanceOf(FolderHost.Foreign.class);
        Files.writeString(data.resolve("host"), "");
        assertThat(FolderHost.of(data, HERE).look())
                .isInstanceOfSatisfying(
                        FolderHost.Foreign.class,
                        foreign -> assertThat(foreign.theirs()).isEqualTo("an unreadable one"));
    }

    @Test
    void theIdIsADigestOfTheMachineIdOrOfTheName() throws IOException {
        Path file = Files.writeString(temp.resolve("machine-id"), "0".repeat(32) + "\n");
        assertThat(Host.id(file, "a")).matches("[0-9a-f]{16}").isEqualTo(Host.id(file, "b"));
        Path none = temp.resolve("none");
        assertThat(Host.id(none, "a")).isNotEqualTo(Host.id(none, "b"));
    }
}
