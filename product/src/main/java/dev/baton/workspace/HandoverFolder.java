package dev.baton.workspace;

import dev.baton.git.RefName;

import java.nio.file.Path;

/** A folder per unit for files that its prologue takes over; written by the server only. */
public final class HandoverFolder {
    private final Path root;

    /**
     * @param root made when needed
     */
    public HandoverFolder(Path root) {
        this.root = root;
    }

    /** Where a file of the unit is, or would be; its folder is there afterwards. */
    public Path file(String unit, String name) {
        Path folder = root.resolve(RefName.part(unit));
        Folders.make(folder);
        return folder.resolve(name);
    }

    public Path write(String unit, String name, String text) {
        Path file = file(unit, name);
        Folders.write(file, text);
        return file;
    }

    /** Fine if there is nothing. */
    public void remove(String unit) {
        Folders.delete(root.resolve(RefName.part(unit)));
    }
}
