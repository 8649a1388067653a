package dev.baton.setup;

import static dev.baton.setup.Check.fail;
import static dev.baton.setup.Check.ok;
import static dev.baton.setup.Check.warn;

import dev.baton.config.DataFolder;
import dev.baton.config.ServerSettings;
import dev.baton.config.ServerSettings.Listen;
import dev.baton.http.HttpCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the server needs for itself: a folder, room, a port, a token that only it can read. */
final class ServerChecks {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final long MEBIBYTES_FAIL = 100;
    private static final long MEBIBYTES_WARN = 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER_OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private final ServerSettings server;
    private final String user;
    private final DataFolders folders;

    /**
     * @param user who runs this, and shall run the server
     */
    ServerChecks(ServerSettings server, String user, DataFolders folders) {
        this.server = server;
        this.user = user;
        this.folders = folders;
    }

    List<Check> all() {
        try {
            Check data = data();
            return data.failed()
                    ? List.of(data, disk(), port(), tls())
                    : List.of(data, host(), disk(), port(), tls(), token());
        } catch (IOException e) {
            return List.of(fail(
                    "data",
                    "folder " + server.data() + ": expected to look into it, found " + e,
                    "ls -ld " + server.data()));
        }
    }

    private Check data() throws IOException {
        Path folder = server.data();
        Path nearest = Folders.nearest(folder);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            return fail("data", folder + ": expected a folder, found a file", "mv it away");
        }
        if (Files.isSymbolicLink(folder)
                && DataFolder.checkout(folder.resolveSibling("")).isPresent()) {
            return fail(
                    "data",
                    folder + ": expected a folder, found a link in a checkout, to "
                            + Files.readSymbolicLink(folder),
                    "set server.data to " + folder.toRealPath());
        }
        if (!Files.isWritable(nearest)) {
            return fail(
                    "data",
                    nearest + ": expected to write there, found it not writable for " + user,
                    "chown " + user + " " + nearest);
        }
        if (!nearest.equals(folder)) {
            return ok("data", folder + " is made at the first start");
        }
        String owner = Files.getOwner(folder).getName();
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
        if (owner.equals(user) && !FOLDER_OWNER_ONLY.containsAll(mode)) {
            return warn(
                    "data",
                    folder + ": expected mode rwx------, found "
                            + PosixFilePermissions.toString(mode)
                            + ": others on this machine can read what agents print",
                    "chmod 700 " + folder);
        }
        return owner.equals(user)
                ? place(folder)
                : fail(
                        "data",
                        folder + ": expected it to belong to " + user + ", found " + owner,
                        "run this as " + owner + ", or chown -R " + user + " " + folder);
    }

    /** What agents commit is written into checkouts, by a landing or by a pull. */
    private static Check place(Path folder) {
        return DataFolder.checkout(folder)
                .map(checkout -> warn(
                        "data",
                        folder + ": expected it outside of every checkout, found it in " + checkout,
                        "stop the server, then baton doctor --move-data"))
                .orElseGet(() -> ok("data", folder.toString()));
    }

    /** A copy of a data folder is refused at the start; better to know before. */
    private Check host() {
        DataFolders.Standing standing;
        try {
            standing = folders.look(server);
        } catch (UncheckedIOException e) {
            return fail(
                    "host",
                    e.getMessage() + ": expected to know which host it belongs to, found "
                            + e.getCause(),
                    "ls -l " + server.data());
        }
        return switch (standing) {
            case DataFolders.Nobodys _ ->
                ok("host", "the first server there writes which one it belongs to");
            case DataFolders.Ours(String host) -> ok("host", host);
            case DataFolders.Foreign(String theirs, String ours) ->
                fail(
                        "host",
                        server.data() + ": expected a data folder of host " + ours
                                + ", found a copy of one of host " + theirs,
                        "stop the server there for good, then baton doctor --take-over");
        };
    }

    private Check disk() throws IOException {
        long mebibytes = Files.getFileStore(Folders.nearest(server.data())).getUsableSpace() >> 20;
        return disk(mebibytes);
    }

    static Check disk(long mebibytes) {
        String found = mebibytes + " MiB free";
        if (mebibytes < MEBIBYTES_FAIL) {
            return fail(
                    "disk", "expected " + MEBIBYTES_FAIL + " MiB or more, found " + found, "df -h");
        }
        return mebibytes < MEBIBYTES_WARN
                ? warn(
                        "disk",
                        found + ": every task needs a clone of its repository",
                        "df -h, or server.data on a larger disk")
                : ok("disk", found);
    }

    private Check port() {
        Listen listen = server.listen();
        if (listen.port() == 0 || Ports.free(listen.host(), listen.port())) {
            return ok("port", listen + " is free");
        }
        return answers(listen)
                ? ok("port", "a Baton server answers at " + listen)
                : fail(
                        "port",
                        listen + ": expected it free or a Baton server there, found something else",
                        "ss -tlnp 'sport = :" + listen.port() + "', or another server.listen");
    }

    private Check tls() {
        return server.readableOnTheWay()
                ? warn(
                        "tls",
                        server.listen() + ": expected loopback, or server.address with https://,"
                                + " found neither: tokens and sessions can be read on the way",
                        "a reverse proxy, docs/reverse-proxy.md has its lines")
                : ok(
                        "tls",
                        server.listen().loopback()
                                ? "only this machine can connect"
                                : "the board is at " + server.address());
    }

    private static boolean answers(Listen listen) {
        try (HttpCalls calls = new HttpCalls(TIMEOUT)) {
            URI uri = URI.create("http://" + listen + "/healthz");
            return switch (calls.send(new HttpCalls.Call("GET", uri, Map.of(), null))) {
                case HttpCalls.Answered(int status, String body) ->
                    status == 200 && body.contains("\"status\"");
                case HttpCalls.Unreachable none -> false;
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Check token() throws IOException {
        Path token = server.token();
        if (Files.notExists(token)) {
            return ok("token", token + " is made at the first start");
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(token);
        if (!OWNER_ONLY.containsAll(mode)) {
            return fail(
                    "token",
                    token + ": expected mode rw-------, found "
                            + PosixFilePermissions.toString(mode)
                            + ": others on this machine can command the server",
                    "rm " + token + " and start the server again: it makes a new one");
        }
        return Files.readString(token).strip().contains(" ")
                ? ok("token", token.toString())
                : warn(
                        "token",
                        token + ": expected the address of the server beside the token, found"
                                + " none: commands do not send it",
                        "start the server: it writes the address");
    }
}
