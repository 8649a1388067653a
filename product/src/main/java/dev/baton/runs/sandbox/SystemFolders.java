package dev.baton.runs.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * What every run sees of the machine: programs, libraries and what all users of the machine may
 * read of its settings. The homes of people, {@code /srv}, {@code /mnt}, {@code /media}, {@code
 * /var} and folders that only this machine has are not among it.
 */
final class SystemFolders {
    private static final List<Path> SHOWN = List.of(
                    "/usr",
                    "/bin",
                    "/sbin",
                    "/lib",
                    "/lib32",
                    "/lib64",
                    "/libx32",
                    "/etc",
                    "/opt",
                    "/nix",
                    "/gnu",
                    "/snap",
                    "/sys",
                    "/var/cache/fontconfig",
                    "/var/lib/ca-certificates",
                    "/var/lib/dpkg",
                    "/var/lib/rpm",
                    "/var/run")
            .stream()
            .map(Path::of)
            .toList();

    private static final Path SETTINGS = Path.of("/etc");

    /** Often readable by everybody, and yet what they hold lets one in. */
    private static final List<Path> CREDENTIALS = List.of(
                    "/etc/kubernetes",
                    "/etc/rancher",
                    "/etc/docker/key.json",
                    "/etc/containers/auth.json",
                    "/etc/krb5.keytab",
                    "/etc/letsencrypt",
                    "/etc/sudoers",
                    "/etc/sudoers.d",
                    "/etc/fstab",
                    "/etc/environment.d")
            .stream()
            .map(Path::of)
            .toList();

    private SystemFolders() {}

    /** Links such as {@code /bin} stay links. */
    static void show(View view) {
        for (Path folder : SHOWN) {
            if (Files.isSymbolicLink(folder)) {
                view.link(folder, target(folder));
            } else if (Files.isDirectory(folder)) {
                view.show(folder);
            }
        }
        hidden().forEach(view::hideIfSeen);
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return View.real(link).toString();
        }
    }

    /**
     * Of the settings of the machine nothing that other users may not read, whoever runs the
     * server: its root owns {@code /etc/shadow}, and a service's user may read keys by its group.
     */
    static List<Path> hidden() {
        List<Path> hidden = new ArrayList<>(CREDENTIALS.stream()
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .filter(path -> !Files.isSymbolicLink(path))
                .toList());
        try {
            Files.walkFileTree(SETTINGS, EnumSet.noneOf(FileVisitOption.class), 8, of(hidden));
        } catch (IOException e) {
            // Not to be listed by the server either, so not by what it starts.
            return hidden;
        }
        return hidden;
    }

    private static SimpleFileVisitor<Path> of(List<Path> hidden) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (hidden.contains(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return open(folder) ? FileVisitResult.CONTINUE : hide(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean holds = attributes.isRegularFile() && attributes.size() > 0;
                // A lock comes and goes, and a mount needs a place that stays.
                if (holds && !file.toString().endsWith(".lock") && !open(file)) {
                    hidden.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            private FileVisitResult hide(Path folder) {
                hidden.add(folder);
                return FileVisitResult.SKIP_SUBTREE;
            }
        };
    }

    private static boolean open(Path path) {
        try {
            return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .permissions()
                    .contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }
}
