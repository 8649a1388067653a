package dev.baton.web;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that lets a client change things. Never printed. */
public final class AccessToken {
    private static final int RANDOM_BYTES = 32;
    private static final int MARK_BYTES = 16;
    private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7e]{16,512}");
    private static final String WANTED = "one line of 16 to 512 printable characters";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final byte[] value;

    AccessToken(String value) {
        this.value = value.getBytes(StandardCharsets.US_ASCII);
    }

    /** For whoever hides it. */
    public String reveal() {
        return new String(value, StandardCharsets.US_ASCII);
    }

    /**
     * A token that somebody chose.
     *
     * @throws PermanentFailure if it could be guessed or cannot stand in a header
     */
    public static AccessToken of(String holder, String value) {
        if (!SHAPE.matcher(value).matches()) {
            throw new PermanentFailure(
                    FailureCode.SETTINGS,
                    "token of " + holder + ": expected " + WANTED + ", found " + value.length()
                            + " characters of something else. Next: openssl rand -hex 32");
        }
        return new AccessToken(value);
    }

    /**
     * Reads the token, or makes one at the first start: written aside and moved into place, so that
     * no reader sees half of it, and readable by the owner only from the first byte.
     */
    public static AccessToken openOrCreate(Path file, RandomGenerator random) {
        try {
            if (Files.notExists(file)) {
                create(file, random);
            }
            // The address of the server may stand behind the token, for clients.
            String text = firstWord(Files.readString(file, StandardCharsets.UTF_8));
            if (!SHAPE.matcher(text).matches()) {
                throw new PermanentFailure(
                        FailureCode.SETTINGS,
                        "token " + file
                                + ": expected " + WANTED + ", found "
                                + text.length() + " characters of something else. Next: rm " + file
                                + ", and start again for a new token");
            }
            return new AccessToken(text);
        } catch (IOException e) {
            throw new PermanentFailure(
                    FailureCode.DISK,
                    "token " + file
                            + ": expected a file this user can read and write, found " + e
                            + ". Next: ls -l " + file,
                    e);
        }
    }

    /**
     * Writes behind the token which server it belongs to, so that no client sends it to another.
     */
    public static void belongsTo(Path file, String address) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            String line = firstWord(text) + " " + address + "\n";
            if (!text.equals(line)) {
                write(file, line);
            }
        } catch (IOException e) {
            throw new PermanentFailure(
                    FailureCode.DISK,
                    "token " + file + ": expected to write its address into it, found " + e
                            + ". Next: ls -l " + file,
                    e);
        }
    }

    /** What is sent may be the whole line of the file. */
    static String firstWord(String line) {
        return line.strip().split("\\s", 2)[0];
    }

    private static void create(Path file, RandomGenerator random) throws IOException {
        byte[] fresh = new byte[RANDOM_BYTES];
        random.nextBytes(fresh);
        write(file, HexFormat.of().formatHex(fresh) + "\n");
    }

    private static void write(Path file, String line) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        try (FileChannel out = FileChannel.open(
                aside,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            out.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        try {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("no atomic rename beside " + file, e);
        }
    }

    /** Takes the same time whatever is wrong with the candidate. */
    boolean matches(String candidate) {
        return MessageDigest.isEqual(value, candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells it from the token that comes after it; says nothing of the token itself. */
    String mark() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(value, mac.getAlgorithm()));
            byte[] text = "mark of sessions".getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(text), 0, MARK_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: every JDK has it", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
