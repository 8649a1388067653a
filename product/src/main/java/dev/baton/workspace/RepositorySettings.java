package dev.baton.workspace;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The repository of a project.
 *
 * @param project name of the project
 * @param location absolute path or URL
 * @param base the branch that tasks land on
 */
public record RepositorySettings(String project, String location, String base) {
    public RepositorySettings {
        if (location.isBlank() || location.startsWith("-")) {
            throw new IllegalArgumentException("projects." + project
                    + ".repository: expected a path or a URL, found '" + location + "'");
        }
        if (!remote(location) && !Path.of(path(location)).isAbsolute()) {
            throw new IllegalArgumentException("projects." + project
                    + ".repository: expected an absolute path or a URL, found '" + location + "'");
        }
    }

    /** Whether it is reached over a network, which is all that is not a path. */
    public boolean remote() {
        return remote(location);
    }

    /** The one transport it may be reached through, in git's word. */
    public String transport() {
        if (!remote()) {
            return "file";
        }
        int scheme = location.indexOf("://");
        return scheme < 0 ? "ssh" : location.substring(0, scheme).toLowerCase(Locale.ROOT);
    }

    /** As git wants it: a file URL is a path with more to type. */
    public String address() {
        return path(location);
    }

    private static String path(String location) {
        return location.startsWith("file://") ? location.substring("file://".length()) : location;
    }

    /** {@code scheme://…} and {@code host:path}, but not {@code /a:b}. */
    private static boolean remote(String location) {
        if (location.startsWith("file:///")) {
            return false;
        }
        return location.contains("://") || (location.indexOf(':') > 0 && !location.startsWith("/"));
    }
}
