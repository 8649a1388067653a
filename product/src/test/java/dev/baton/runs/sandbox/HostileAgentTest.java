package dev.baton.runs.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.Confinement;
import dev.baton.runs.LaunchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that really tries, shut in by bubblewrap. */
@Tag("bubblewrap")
final class HostileAgentTest {
    @TempDir
    Path folder;

    private Cell cell;

    @BeforeEach
    void open() throws IOException {
        cell = new Cell(folder.toRealPath());
    }

    @AfterEach
    void close() {
        if (cell != null) {
            cell.close();
        }
    }

    @Test
    void readsNothingOfTheServerNorOfOthers() {
        String log = cell.run(cell.shell(
                "u1",
                "cat $DATA/token $DATA/baton.db $DATA/clones/T-2/other.txt $DATA/runs/other-1/log"
                        + " $ROOT/forge.key ~/.ssh/id_ed25519 ~/.netrc;"
                        + " find $DATA $ROOT/home -type f -exec cat {} + ; ls $DATA $DATA/clones"));

        assertThat(log).doesNotContain(Cell.HIDDEN).contains("clones\nruns\n", "T-1\nexit 0");
    }

    @Test
    void writesToItsFolderAndCachesOnly() {
        String log = cell.run(cell.shell("u1", """
            for f in made .baton/out/review.md ~/.cache/x /tmp/x /var/tmp/x /dev/shm/x \\
                ~/.profile ~/new $ROOT/shop.git/config $ROOT/tools/agent.sh \\
                $DATA/new $DATA/clones/new $DATA/runs/new /etc/new /usr/new /run/../opt/new
            do
                if (echo mine > $f) 2>/dev/null; then echo "wrote $f"; fi
            done\
            """));

        assertThat(log).isEqualTo("""
            wrote made
            wrote .baton/out/review.md
            wrote /tmp/x
            wrote /var/tmp/x
            wrote /dev/shm/x
            wrote %1$s/.profile
            wrote %1$s/new
            exit 0\
            """.formatted(cell.home));
        assertThat(cell.read("data/clones/T-1/made")).isEqualTo("mine\n");
        assertThat(cell.root.resolve("home/.cache")).doesNotExist();
        assertThat(Path.of("/tmp/x")).doesNotExist();
        assertThat(cell.read("shop.git/config")).isEqualTo("theirs");
    }

    @Test
    void cannotSayItselfHowItEnded() {
        String log = cell.run(cell.shell("u1", """
            mkdir -p $DATA/runs/u1 && echo 0 > $DATA/runs/u1/exit
            echo x > $DATA/runs/u1/claim; echo x >> $DATA/runs/u1/log
            echo : > $DATA/runs/u1/epilogue
            for fd in /proc/self/fd/* /proc/1/fd/*; do
                case $(readlink $fd) in
                    "$DATA"/runs/u1/out*) ;;
                    "$DATA"*) echo "open: $(readlink $fd)" ;;
                esac
            done
            exit 7\
            """));

        assertThat(log).endsWith("exit 7").doesNotContain("open: ");
        assertThat(cell.read("data/runs/u1/exit")).isEqualTo("7\n");
        assertThat(cell.read("data/runs/u1/claim").strip()).matches("\\d+");
    }

    @Test
    void seesNoProcessButItsOwnAndReachesNone() {
        ProcessIdentity other = cell.launch(cell.shell("u2", "exec sleep 60"));
        long here = ProcessHandle.current().pid();

        String log = cell.run(cell.shell("u1", """
            kill -9 %1$d; kill -9 %2$d; kill -9 -%2$d
            cat /proc/%1$d/environ /proc/%2$d/environ
            echo "processes: $(ls -d /proc/[0-9]* | wc -l)"
            kill -9 -1\
            """.formatted(here, other.pid())));

        assertThat(Cell.alive(other.pid())).isTrue();
        assertThat(log).containsPattern("processes: [1-6]\n");
    }

    @Test
    void cannotTakeTheWallsDown() {
        String log = cell.run(cell.shell("u1", """
            grep Cap /proc/self/status | grep -v CapBnd | grep -v 0000000000000000
            for do in "umount $DATA" "umount -l /tmp" "mount -o remount,rw /" \\
                "mount -o remount,rw,bind $DATA" "mount -t proc proc /mnt"
            do
                $do && echo "did $do"
                unshare -Urm $do && echo "did $do in a namespace"
            done 2>/dev/null
            unshare -Urm sh -c "umount -l $DATA; cat $DATA/token" 2>/dev/null
            nsenter -t 1 -a cat $DATA/token 2>/dev/null
            cat /proc/1/root$DATA/token /proc/1/cwd/../../token 2>/dev/null
            for file in /proc/sys/kernel/core_pattern /proc/sys/vm/overcommit_memory; do
                value=$(cat $file)
                (echo "$value" > $file) 2>/dev/null && echo "set $file"
                unshare -Urm sh -c "umount -l /proc; mount -t proc proc /proc
                    echo '$value' > $file" 2>/dev/null && echo "set $file in a namespace"
            done
            [ ! -w /proc/sysrq-trigger ] || echo sysrq
            mknod /tmp/disk b 8 0 2>/dev/null && echo disk
            echo over\
            """));

        assertThat(log).isEqualTo("over\nexit 0");
    }

    @Test
    void canRunItsProgramFromTmpButNotChangeIt() throws IOException {
        cell.write("tools/agent.sh", "#!/bin/sh\ncat ${0%/*}/data.txt; echo x >>$0; echo $?\n");
        cell.write("tools/data.txt", "beside\n");
        Path program = cell.root.resolve("tools/agent.sh");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        LaunchSpec spec = LaunchSpec.of("u1", cell.clone, List.of(program.toString()), Map.of())
                .in(Confinement.within(List.of(), List.of()));

        assertThat(cell.run(spec)).startsWith("beside\n").contains("Read-only").endsWith("exit 0");
    }

    @Test
    void prologueAndEpilogueAreShutInToo() {
        String script = "cat $DATA/token; echo x > $DATA/runs/u1/exit; echo \"step $1\"";
        LaunchSpec spec = cell.shell("u1", "exit 3");
        LaunchSpec both = new LaunchSpec(
                spec.unit(),
                spec.folder(),
                spec.argv(),
                spec.environment(),
                null,
                script,
                script,
                spec.logBytesMax(),
                spec.confinement(),
                null);

        assertThat(cell.run(both))
                .doesNotContain(Cell.HIDDEN)
                .contains("step \n", "step 3\n")
                .endsWith("exit 3");
    }

    @Test
    void settingsOpenPathsAndNeverTheRepository() {
        String log = cell.run(cell.shell(
                "u1",
                "for f in $ROOT/new ~/.ssh/new $ROOT/shop.git/new $DATA/new $ROOT/made/new;"
                        + " do (echo x >$f) 2>/dev/null && echo wrote $f; done; cat ~/.ssh/id*",
                cell.root,
                cell.home.resolve(".ssh"),
                cell.root.resolve("made")));

        assertThat(log).isEqualTo("""
            wrote %1$s/new
            wrote %1$s/home/.ssh/new
            wrote %1$s/made/new
            %2$sexit 0\
            """.formatted(cell.root, Cell.HIDDEN));
        assertThat(cell.root.resolve("shop.git/new")).doesNotExist();
    }

    @Test
    void whatItNeedsWorks() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String log = cell.run(cell.shell("u1", """
            git init -q . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x
            git log --format=%%s && %s -XX:TieredStopAtLevel=1 -version 2>/dev/null
            echo "java $?"; mktemp >/dev/null && pwd && echo "$TMPDIR"
            (ulimit -c; sleep 0.01 & wait) >/dev/null && getent hosts localhost >/dev/null
            echo $?\
            """.formatted(java)));

        assertThat(log).isEqualTo("x\njava 0\n" + cell.clone + "\n/tmp\n0\nexit 0");
    }

    @Test
    void thatIsNotToBeShutInIsNot() {
        LaunchSpec deploy = cell.shell("u1", "cat $DATA/token").in(Confinement.NONE);

        assertThat(cell.run(deploy)).startsWith(Cell.HIDDEN);
    }
}
