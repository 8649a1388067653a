package dev.baton.postgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One database in a folder: {@code data} is PostgreSQL's own, {@code log} what it says, {@code
 * password} that of its user, {@code server} the unpacked binaries while it runs. A folder that has
 * a database already gets the same again, at the same port. A stop waits for a start that is under
 * way. Safe for use by many threads.
 */
final class Cluster {
    private static final String USER = "baton";
    private static final String HOST = "127.0.0.1";
    private static final Pattern PORT = Pattern.compile("(?m)^port = (\\d+)$");
    private static final int PASSWORD_BYTES = 24;

    private final Path folder;
    private final Commands commands;
    private final Account account;
    private boolean ours;

    /**
     * @param folder absolute; made if it is not there
     * @param account who owns the database
     */
    Cluster(Path folder, Commands commands, Account account) {
        this.folder = folder;
        this.commands = commands;
        this.account = account;
    }

    /** The address of the database, which can be used from now on. */
    synchronized String start(String architecture) throws IOException {
        Files.createDirectories(folder);
        boolean fresh = !Files.exists(data().resolve("postgresql.conf"));
        int port = fresh ? freePort() : samePort();
        // Not before: somebody else may have started it from here.
        ours = true;
        Binaries.remove(server());
        Binaries.unpack(architecture, Files.createDirectory(server()));
        require(server().resolve("bin/postgres"));
        if (fresh) {
            Files.writeString(ownLog(), "");
            hand(ownLog());
            create(port);
        }
        if (!run("pg_ctl", "start", "-w", "-D", data().toString(), "-l", ownLog().toString())) {
            throw failure("it to listen on " + HOST + ":" + port);
        }
        return "postgresql://" + USER + "@" + HOST + ":" + port + "/postgres";
    }

    /** Fast first, so that everything is on the disk; then at any cost. */
    synchronized void stop() throws IOException {
        if (!ours) {
            return;
        }
        ours = false;
        if (Files.exists(data().resolve("postmaster.pid"))) {
            if (!stop("fast") && !stop("immediate")) {
                throw failure("it to stop");
            }
        }
        Binaries.remove(server());
    }

    private boolean stop(String how) {
        return run("pg_ctl", "stop", "-w", "-t", "15", "-m", how, "-D", data().toString());
    }

    private void create(int port) throws IOException {
        Path password = folder.resolve("password");
        String secret = secret();
        Files.deleteIfExists(password);
        privately(password, secret);
        Path handed = folder.resolve("password.new");
        Files.deleteIfExists(handed);
        privately(handed, secret);
        hand(handed);
        hand(Files.createDirectories(data()));
        boolean made = run(
                "initdb",
                "--no-sync",
                "--no-instructions",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--username=" + USER,
                "--pwfile=" + handed,
                "--pgdata=" + data());
        Files.delete(handed);
        if (!made) {
            throw failure("initdb to make a database");
        }
        // Its usual socket would lie in /tmp.
        Files.writeString(
                data().resolve("postgresql.conf"),
                """

                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                """.formatted(HOST, port),
                StandardOpenOption.APPEND);
    }

    /** Makes it a file of the account, if that is not ours. */
    private void hand(Path file) throws IOException {
        if (account.other()) {
            Files.setAttribute(file, "unix:uid", Account.NOBODY);
        }
    }

    private static void privately(Path file, String text) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text + "\n");
    }

    private static String secret() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Checked here, since PostgreSQL's own words for it come in four lines. */
    private int samePort() throws IOException {
        Matcher found = PORT.matcher(Files.readString(data().resolve("postgresql.conf")));
        if (!found.find()) {
            throw failure("a line 'port = …' in " + data().resolve("postgresql.conf"));
        }
        int port = Integer.parseInt(found.group(1));
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CannotStart(
                    "embedded PostgreSQL (" + folder + "): expected port " + port + " of " + HOST
                            + " free, found it in use",
                    "ss -tlnp 'sport = :" + port + "' says who has it");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Another user may not be let into the folders above. */
    private void require(Path program) {
        if (account.other()
                && !commands.works(account.command(List.of("test", "-x", program.toString())))) {
            throw new CannotStart(
                    "embedded PostgreSQL (" + folder + "): expected a folder that the user nobody"
                            + " can enter, since PostgreSQL refuses root; found it shut",
                    "./baton demo --store postgresql --dir /tmp/baton-demo, or as another user");
        }
    }

    private boolean run(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(server().resolve("bin").resolve(program).toString());
        words.addAll(List.of(arguments));
        return commands.run(account.command(words));
    }

    private CannotStart failure(String what) {
        return new CannotStart(
                "embedded PostgreSQL (" + folder + "): expected " + what + ", found '"
                        + commands.why() + "'",
                "less " + ownLog());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path server() {
        return folder.resolve("server");
    }

    private Path ownLog() {
        return folder.resolve("log");
    }
}
