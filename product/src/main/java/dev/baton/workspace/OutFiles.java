package dev.baton.workspace;

import dev.baton.model.Evidence;

/**
 * Reads what a run wrote for Baton: from the folder beside the run, which nobody but its command
 * could write to, never from the clone. What lies there is not trusted, see {@link CloneFile}.
 */
public final class OutFiles {
    private static final int BYTES_MAX = 256 * 1024;
    private static final String OUT = ".baton/out/";

    private final HandoverFolder handovers;
    private final CloneFolders folders;

    public OutFiles(HandoverFolder handovers, WorkspaceSettings settings) {
        this.handovers = handovers;
        this.folders = new CloneFolders(settings);
    }

    /**
     * @param path as the pipeline says it, inside {@code .baton/out/}
     */
    public Evidence.OutFile read(CloneName name, String unit, String path) {
        if (!path.startsWith(OUT)) {
            return problem(path, "expected a path inside " + OUT);
        }
        // Of a version that had one clone per task and the out folder in it.
        CloneFile.Content content = folders.single(name.taskKey())
                ? CloneFile.read(folders.find(name), path, BYTES_MAX)
                : CloneFile.read(handovers.results(unit), path.substring(OUT.length()), BYTES_MAX);
        return switch (content) {
            case CloneFile.Text found -> new Evidence.OutFile(path, found.text(), null);
            case CloneFile.Missing _ -> problem(path, "expected a file, found none");
            case CloneFile.Refused refused ->
                problem(path, "expected a readable text file, found that it " + refused.why());
        };
    }

    private static Evidence.OutFile problem(String path, String what) {
        return new Evidence.OutFile(path, null, path + ": " + what);
    }
}
