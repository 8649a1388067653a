package dev.baton.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.runs.GroupProbe.Unusable;
import dev.baton.runs.GroupProbe.Usable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that looks like the kernel's, as far as it is looked at. */
final class GroupProbeTest {
    private static final String SERVICE = "/system.slice/baton.service";
    private static final long SELF = 4711;

    @TempDir
    Path folder;

    private final Set<Path> delegated = new HashSet<>();

    @BeforeEach
    void mount() throws IOException {
        mounted("/", "0::/init.scope");
        write(root().resolve("cgroup.controllers"), "memory pids");
    }

    private Path root() {
        return folder.resolve("un ified");
    }

    /** As the kernel of a machine without a container writes it, at an unusual place. */
    private void mounted(String seen, String first) throws IOException {
        write(folder.resolve("proc/self/mountinfo"), """
                25 1 0:23 / /proc rw - proc proc rw
                36 35 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
                37 35 0:32 %s %s rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate
                """.formatted(
                        seen, root().toString().replace(" ", "\\040")));
        write(folder.resolve("proc/1/cgroup"), first + "\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path group(String name, String procs) throws IOException {
        Path group = root().resolve(name.substring(1));
        write(group.resolve("cgroup.procs"), procs);
        write(group.resolve("cgroup.subtree_control"), "");
        write(group.resolve("cgroup.controllers"), "cpu memory pids");
        write(group.resolve("cgroup.type"), "domain");
        return group;
    }

    private Path delegated(String name, String procs) throws IOException {
        Path group = group(name, procs);
        delegated.add(group);
        return group;
    }

    private GroupProbe.Answer startedIn(String name) throws IOException {
        write(folder.resolve("proc/self/cgroup"), "7:net_cls,net_prio:/x\n0::" + name + "\n");
        return new GroupProbe(folder.resolve("proc"), SELF, delegated::contains).answer();
    }

    private static void refused(GroupProbe.Answer answer, String why, String next) {
        assertThat(answer).isInstanceOfSatisfying(Unusable.class, found -> {
            assertThat(found.why()).contains(why);
            assertThat(found.next()).contains(next);
        });
    }

    @Test
    void aServiceIsUsedWhereSystemdPutTheServerIntoALeaf() throws IOException {
        // The manager of a user leaves no mark on it.
        Path service = group(SERVICE, "");
        group(SERVICE + "/server", SELF + "\n");

        assertThat(startedIn(SERVICE + "/server")).isEqualTo(new Usable(service, false));
    }

    /** Before 254 systemd ignores DelegateSubgroup; it could not start the unit again. */
    @Test
    void aServiceWhoseOwnGroupTheServerIsInIsLeftAlone() throws IOException {
        delegated(SERVICE, SELF + "\n");

        refused(startedIn(SERVICE), "started right in it", "DelegateSubgroup=server");
    }

    @Test
    void whatNobodyDelegatedIsLeftAloneThoughRootCouldWriteIt() throws IOException {
        group("/user.slice/session-3.scope", SELF + "\n");
        group("/system.slice/own.service", SELF + "\n");
        group("/odd/server", SELF + "\n");

        refused(startedIn("/user.slice/session-3.scope"), "not delegated", "systemd-run --user");
        refused(startedIn("/system.slice/own.service"), "not delegated", "examples/baton.service");
        refused(startedIn("/odd/server"), "not delegated", "examples/baton.service");
    }

    @Test
    void aDelegatedScopeIsUsedWhereTheServerIsAloneInIt() throws IOException {
        Path scope = delegated("/user.slice/run-1.scope", SELF + "\n");

        assertThat(startedIn("/user.slice/run-1.scope")).isEqualTo(new Usable(scope, true));

        write(scope.resolve("cgroup.procs"), SELF + "\n4712\n");
        refused(startedIn("/user.slice/run-1.scope"), "processes beside the server", "alone");
    }

    /** Of a user's own manager, too, the root is marked. */
    @Test
    void otherGroupsBesideOneOfADelegatedParentAreNotTheServers() throws IOException {
        delegated("/user.slice/user@1000.service", "");
        group("/user.slice/user@1000.service/tmux.scope", SELF + "\n");

        refused(
                startedIn("/user.slice/user@1000.service/tmux.scope"),
                "not delegated",
                "systemd-run --user");
    }

    @Test
    void aContainerIsUsedAsAWhole() throws IOException {
        Path root = group("/", "1\n" + SELF + "\n");
        mounted("/", "0::/");

        assertThat(startedIn("/")).isEqualTo(new Usable(root, true));

        // The next server of the same container begins where the first one put everybody.
        mounted("/", "0::/server");
        group("/server", "1\n" + SELF + "\n");
        assertThat(startedIn("/server")).isEqualTo(new Usable(root, false));
    }

    /** A namespace that somebody made in a session: its root is systemd's to manage. */
    @Test
    void aNamespaceWithoutProcessOneIsNoContainer() throws IOException {
        group("/", SELF + "\n");
        mounted("/", "0::/../../init.scope");

        refused(startedIn("/"), "not delegated", "examples/baton.service");
    }

    @Test
    void theRootOfTheMachineIsNobodys() throws IOException {
        Files.delete(group("/", SELF + "\n").resolve("cgroup.type"));
        mounted("/", "0::/");

        refused(startedIn("/"), "not delegated", "examples/baton.service");
    }

    @Test
    void aMountOfAPartIsResolved() throws IOException {
        mounted("/system.slice", "0::/init.scope");
        Path service = delegated("/baton.service", "");
        group("/baton.service/server", SELF + "\n");

        assertThat(startedIn(SERVICE + "/server")).isEqualTo(new Usable(service, false));
        refused(startedIn("/user.slice/a.scope"), "not mounted", "mount -t cgroup2");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Path service = delegated(SERVICE, "");
        group(SERVICE + "/server", SELF + "\n");
        write(service.resolve("cgroup.controllers"), "cpu memory");
        refused(startedIn(SERVICE + "/server"), "found no pids", "Delegate=memory pids");

        Files.delete(service.resolve("cgroup.subtree_control"));
        refused(startedIn(SERVICE + "/server"), "cgroup.subtree_control read-only", "writable");
    }

    @Test
    void versionOneIsNamed() throws IOException {
        for (String groups : List.of("1:cpu:/\n", "4:memory:/x\n0::/x\n", "4:cpu,pids:/\n0::/\n")) {
            write(folder.resolve("proc/self/cgroup"), groups);
            refused(
                    new GroupProbe(folder.resolve("proc"), SELF, delegated::contains).answer(),
                    "belong to cgroup v1",
                    "unified_cgroup_hierarchy");
        }
    }
}
