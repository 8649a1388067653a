package dev.baton.forge.git;

import java.nio.file.Path;

/**
 * Where the repository is and how it is reached.
 *
 * @param project for messages
 * @param address path or URL, as git takes it
 * @param transport the one transport allowed, in git's word; {@code file} for a path
 * @param mirror the private bare repository that holds all commits that are pushed
 */
public record GitForgeSettings(String project, String address, String transport, Path mirror) {
    boolean local() {
        return transport.equals("file");
    }
}
