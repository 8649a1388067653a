package dev.baton.workspace;

import dev.baton.model.Evidence;

import java.nio.file.Path;

/** Reads what a run wrote for Baton. The clone is not trusted, see {@link CloneFile}. */
public final class OutFiles {
    private static final int BYTES_MAX = 256 * 1024;

    /**
     * @param path relative to the clone, as the pipeline says it
     */
    public Evidence.OutFile read(Path clone, String path) {
        return switch (CloneFile.read(clone, path, BYTES_MAX)) {
            case CloneFile.Text found -> new Evidence.OutFile(path, found.text(), null);
            case CloneFile.Missing missing ->
                new Evidence.OutFile(path, null, path + ": expected a file, found none");
            case CloneFile.Refused refused ->
                new Evidence.OutFile(
                        path,
                        null,
                        path + ": expected a readable text file, found that it " + refused.why());
        };
    }
}
