package dev.baton.runs.process;

import dev.baton.runs.LaunchSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What every process of a unit carries in its environment, and no process of another server does:
 * the unit's name alone is also that of another data folder with a project of the same key. A
 * folder that is renamed keeps its inode, so its agents stay its own.
 */
record Mark(Path runs) {
    /** As it stands in an environment. */
    String line(String unit) {
        return LaunchSpec.MARK + "=" + of(unit);
    }

    String of(String unit) {
        return unit + "@" + attribute("unix:dev") + "." + attribute("unix:ino");
    }

    private Object attribute(String name) {
        try {
            return Files.getAttribute(runs, name);
        } catch (NoSuchFileException e) {
            // Nothing was ever launched here.
            return "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
