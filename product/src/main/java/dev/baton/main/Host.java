package dev.baton.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * This machine.
 *
 * @param name for people
 * @param id the same after a reboot, another one on another machine
 */
record Host(String name, String id) {
    private static final int ID_BYTES = 8;

    static Host ofThisMachine() throws IOException {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        return new Host(name, id(Path.of("/etc/machine-id"), name));
    }

    /**
     * The machine id itself is confidential (machine-id(5)), so only a digest leaves this method.
     * Where there is none, as in most containers, the name has to do: give them a fixed one.
     */
    static String id(Path machineId, String name) throws IOException {
        String text = Files.isReadable(machineId) ? Files.readString(machineId).strip() : "";
        String source = text.isEmpty() ? "name " + name : "machine " + text;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("baton " + source).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
