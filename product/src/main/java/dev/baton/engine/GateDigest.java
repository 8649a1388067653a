package dev.baton.engine;

import dev.baton.model.Gate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Binds a verdict to the settings it was judged under. */
final class GateDigest {
    private GateDigest() {}

    /** The first 16 hex digits of the SHA-256 of the gate's name and settings. */
    static String of(Gate gate) {
        return sha256(gate.name() + "\n" + gate.settings()).substring(0, 16);
    }

    /** A person's word holds for one visit. */
    static String ofVisit(long visit) {
        return "visit-" + visit;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
