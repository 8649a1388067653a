package dev.baton.workspace;

import dev.baton.git.RefName;

import java.nio.file.Path;

/**
 * A folder per unit beside its clone: files that its prologue takes over, written by the server
 * only, and the folder that its command writes results into, which its supervisor closes when the
 * command has ended.
 */
public final class HandoverFolder {
    private static final String OUT = "out";

    /** As the supervisor renames it. */
    private static final String CLOSED = "out-closed";

    private final Path root;

    /**
     * @param root made when needed
     */
    public HandoverFolder(Path root) {
        this.root = root;
    }

    /** Where a file of the unit is, or would be; its folder is there afterwards. */
    public Path file(String unit, String name) {
        Path folder = folder(unit);
        Folders.make(folder);
        return folder.resolve(name);
    }

    public Path write(String unit, String name, String text) {
        Path file = file(unit, name);
        Folders.write(file, text);
        return file;
    }

    /** Where the unit's command writes its results; made if it is not there. */
    public Path out(String unit) {
        Path out = file(unit, OUT);
        Folders.make(out);
        return out;
    }

    /** Where all that lies beside the unit is, or would be. */
    public Path folder(String unit) {
        return root.resolve(RefName.part(unit));
    }

    /** Where the results are when the unit is over: one that was killed did not close it. */
    Path results(String unit) {
        Path folder = folder(unit);
        Path closed = folder.resolve(CLOSED);
        return Folders.exists(closed) ? closed : folder.resolve(OUT);
    }

    /** Fine if there is nothing. */
    public void remove(String unit) {
        Folders.delete(folder(unit));
    }
}
