package dev.baton.runs.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.runs.LaunchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of results of a run that is shut in: the command writes there, and nothing else. */
@Tag("bubblewrap")
final class OutFolderAttackTest {
    private static final String CLOSED = "data/handover/u1/out-closed/review.md";

    @TempDir
    Path folder;

    private Cell cell;
    private Path out;

    @BeforeEach
    void open() throws IOException {
        cell = new Cell(folder.toRealPath());
        out = Files.createDirectories(cell.data.resolve("handover/u1/out"));
    }

    @AfterEach
    void close() {
        if (cell != null) {
            cell.close();
        }
    }

    private LaunchSpec unit(String prologue, String command, String epilogue) {
        LaunchSpec spec = cell.shell("u1", "OUT=" + out + "; " + command);
        return new LaunchSpec(
                        spec.unit(),
                        spec.folder(),
                        spec.argv(),
                        spec.environment(),
                        null,
                        "OUT=" + out + "; CLONE=" + cell.clone + "; " + prologue,
                        "OUT=" + out + "; CLONE=" + cell.clone + "; " + epilogue,
                        spec.logBytesMax(),
                        spec.confinement(),
                        null)
                .out(out);
    }

    @Test
    void isWrittenByTheCommandThroughEitherName() {
        String log = cell.run(unit(
                "",
                "echo one >$OUT/review.md; echo two >>.baton/out/review.md; cat $OUT/review.md",
                ""));

        assertThat(log).isEqualTo("one\ntwo\nexit 0");
        assertThat(cell.read(CLOSED)).isEqualTo("one\ntwo\n");
        assertThat(cell.clone.resolve(".baton/out")).isEmptyDirectory();
    }

    @Test
    void isNotWrittenBeforeTheCommandOrAfterIt() {
        String forge = "for f in $OUT/review.md $OUT-closed/review.md $CLONE/.baton/out/review.md;"
                + " do mkdir -p ${f%/*} 2>/dev/null; (echo forged >$f) 2>/dev/null; done;";
        String log = cell.run(unit(
                forge + " rm -rf $CLONE/.baton/out; mkdir $CLONE/.baton/out",
                "cat .baton/out/review.md 2>/dev/null; echo mine >.baton/out/review.md",
                forge));

        assertThat(log).isEqualTo("exit 0");
        assertThat(cell.read(CLOSED)).isEqualTo("mine\n");
    }

    @Test
    void isNotWrittenByAProcessThatOutlivesTheCommand() {
        String log = cell.run(unit(
                "",
                "echo no >$OUT/review.md; (setsid sh -c \"trap '' TERM HUP; while :; do echo"
                        + " approved >$OUT/review.md; done\" >/dev/null 2>&1 &) ; echo no"
                        + " >$OUT/review.md.said; exit 0",
                "sleep 0.3"));

        assertThat(log).isEqualTo("exit 0");
        assertThat(Cell.pids("approved")).isEmpty();
        assertThat(out).doesNotExist();
        String said = cell.read(CLOSED);
        cell.write("data/handover/u1/checked", said);
        assertThat(cell.read(CLOSED)).as("nobody writes any more").isEqualTo(said);
    }

    @Test
    void isNotReplacedByTheCommand() {
        String log = cell.run(unit(
                "",
                "rm -rf $OUT .baton/out 2>/dev/null; mv .baton away; ln -s /tmp .baton;"
                        + " mv $OUT /tmp/x 2>/dev/null && echo moved; mkdir -p /tmp/out;"
                        + " echo elsewhere >.baton/out/review.md; echo mine >$OUT/review.md",
                ""));

        assertThat(log).isEqualTo("exit 0");
        assertThat(cell.read(CLOSED)).isEqualTo("mine\n");
    }

    @Test
    void isNotThatOfAnotherRun() throws IOException {
        Path other = Files.createDirectories(cell.data.resolve("handover/u2/out"));
        String log = cell.run(unit(
                "",
                "ls $DATA/handover; (echo x >" + other + "/review.md) 2>/dev/null; exit 0",
                ""));

        assertThat(log).isEqualTo("u1\nexit 0");
        assertThat(other).isEmptyDirectory();
    }

    /** A link of an earlier attempt is gone with the prologue; if it were not, it leads nowhere. */
    @Test
    void isNotShownWhereALinkInTheCloneLeads() throws IOException {
        Files.delete(cell.clone.resolve(".baton/out"));
        Files.delete(cell.clone.resolve(".baton"));
        Files.createSymbolicLink(cell.clone.resolve(".baton"), cell.root.resolve("shop.git"));
        String log = cell.run(unit(
                "rm $CLONE/.baton; mkdir -p $CLONE/.baton/out",
                "echo mine >.baton/out/review.md",
                ""));

        assertThat(log).isEqualTo("exit 0");
        assertThat(cell.read(CLOSED)).isEqualTo("mine\n");
        assertThat(cell.root.resolve("shop.git/out")).doesNotExist();
    }
}
