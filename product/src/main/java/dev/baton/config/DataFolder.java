package dev.baton.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the data of a server lies when its settings do not say so: one place for each file. */
public final class DataFolder {
    /** What was the default before; right of the settings, so most often in somebody's checkout. */
    private static final String FORMER = ".baton";

    /** Files that only a server makes. */
    private static final List<String> SIGNS = List.of("server.lock", "baton.db");

    private static final int DIGEST_BYTES = 6;
    private static final int NAME_MAX = 40;

    private DataFolder() {}

    /** In the user's folder for state, outside of what is checked out anywhere. */
    public static Optional<Path> byDefault(Path file, Map<String, String> environment) {
        Path real = real(file);
        Path folder = real.resolveSibling("");
        String name = Optional.ofNullable(folder.getFileName())
                .map(Path::toString)
                .orElse("")
                .replaceAll("[^A-Za-z0-9._-]", "-");
        String shown = name.substring(0, Math.min(NAME_MAX, name.length()));
        return state(environment)
                .map(state -> state.resolve("baton")
                        .resolve((shown.isEmpty() ? "root" : shown) + "-" + digest(real)));
    }

    /** Data that lies there stays in use until it is moved: nothing is lost by an update. */
    static Path chosen(Path file, Optional<Path> byDefault) {
        Path former = file.resolveSibling(FORMER);
        boolean goesOn = used(former) && byDefault.filter(DataFolder::used).isEmpty();
        return goesOn ? former : byDefault.orElse(former);
    }

    /** Whether a server was ever on it. */
    public static boolean used(Path folder) {
        return SIGNS.stream()
                .map(folder::resolve)
                .anyMatch(sign -> Files.isRegularFile(sign, LinkOption.NOFOLLOW_LINKS));
    }

    /** A commit that made these would make the folder beside the settings the one in use. */
    public static List<Path> signsBeside(Path file) {
        return SIGNS.stream().map(file.resolveSibling(FORMER)::resolve).toList();
    }

    /**
     * Whether it lies where nothing of an agent ever comes: in no checkout, which a landing or a
     * pull writes to, and not in another data folder, which clones lie in.
     */
    public static boolean sheltered(Path folder) {
        Path real = real(folder);
        boolean clones = above(real).filter(at -> !at.equals(real)).anyMatch(DataFolder::used);
        return !clones && checkout(folder).isEmpty();
    }

    /** The checkout that a folder lies in, whoever lands or pulls there. */
    public static Optional<Path> checkout(Path folder) {
        return above(real(folder))
                .filter(at -> Files.exists(at.resolve(".git"), LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    private static Stream<Path> above(Path folder) {
        return Stream.iterate(folder, Objects::nonNull, Path::getParent);
    }

    private static Optional<Path> state(Map<String, String> environment) {
        Optional<Path> xdg = absolute(environment.get("XDG_STATE_HOME"));
        Optional<Path> home = absolute(environment.get("HOME"))
                .or(() -> absolute(System.getProperty("user.home")));
        return xdg.or(() -> home.map(folder -> folder.resolve(".local/state")));
    }

    private static Optional<Path> absolute(@Nullable String written) {
        return written == null || !written.startsWith("/")
                ? Optional.empty()
                : Optional.of(Path.of(written));
    }

    /** Without links; of what is not there, as it would be. */
    public static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException notThereYet) {
            try {
                // Of a file that is going to be written: as it will be.
                return file.toAbsolutePath()
                        .normalize()
                        .resolveSibling("")
                        .toRealPath()
                        .resolve(file.getFileName());
            } catch (IOException noFolder) {
                return file.toAbsolutePath().normalize();
            }
        }
    }

    private static String digest(Path real) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(real.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: every JDK has it", e);
        }
    }
}
