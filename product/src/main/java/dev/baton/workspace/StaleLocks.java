package dev.baton.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away the lock files that git leaves in a mirror when the machine goes down under it; else
 * every command on that ref would fail for ever. A lock that could still be held is left alone: no
 * git command of the server lives nearly as long as {@link #AGE_MIN}.
 */
final class StaleLocks {
    /** More than any bound on a git command, its grace included. */
    static final Duration AGE_MIN = Duration.ofMinutes(20);

    private static final Logger LOG = LoggerFactory.getLogger(StaleLocks.class);
    private static final Pattern HELD = Pattern.compile("Unable to create '([^'\n]+\\.lock)'");

    private StaleLocks() {}

    /** Whether a lock named in git's complaint was stale and is gone now. */
    static boolean removed(Path mirror, String complaint) {
        Matcher held = HELD.matcher(complaint);
        if (!held.find()) {
            return false;
        }
        Path lock = mirror.resolve(held.group(1)).normalize();
        return lock.startsWith(mirror) && Folders.isFile(lock) && removedIfOld(mirror, lock);
    }

    /** Both times come from the file system, so that no clock of ours has to agree with it. */
    private static boolean removedIfOld(Path mirror, Path lock) {
        try {
            Path now = Files.createTempFile(mirror, "baton-now", null);
            Duration age = Duration.between(
                    Files.getLastModifiedTime(lock).toInstant(),
                    Files.getLastModifiedTime(now).toInstant());
            Files.delete(now);
            if (age.compareTo(AGE_MIN) < 0) {
                return false;
            }
            Files.delete(lock);
            LOG.warn("removed {}: nobody has held it for {}", lock, age);
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException cause) {
            throw Folders.failed("remove", lock, cause);
        }
    }
}
