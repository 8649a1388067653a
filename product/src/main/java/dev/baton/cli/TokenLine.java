package dev.baton.cli;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token with the address of its server, in one line: {@code TOKEN ADDRESS}.
 *
 * @param from where the line was found, for messages
 * @param address null = the line names none
 */
record TokenLine(String from, String token, @Nullable String address) {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "[::]");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    static TokenLine of(String from, String line) {
        String[] words = line.strip().split("\\s+", 2);
        return new TokenLine(from, words[0], words.length < 2 ? null : words[1]);
    }

    /** Whether it is the token of that server. */
    boolean names(URI server) {
        if (address == null) {
            return false;
        }
        URI own;
        try {
            own = URI.create(address);
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
        // Who listens everywhere has the port on loopback too.
        boolean host = plain(own.getHost()).equals(plain(server.getHost()))
                || (WILDCARDS.contains(plain(own.getHost())) && loopback(server));
        return host
                && plain(own.getScheme()).equals(plain(server.getScheme()))
                && port(own) == port(server);
    }

    /**
     * The token, if it may be sent to that server.
     *
     * @param known the server is known to be the one that is meant, whatever the line says
     */
    String over(URI server, boolean known) {
        if (names(server) || (address == null && known)) {
            return token;
        }
        String found = address == null ? "no address beside the token" : address;
        throw new CliFailure(
                ExitCode.REFUSED,
                "token",
                "token of " + from + ": expected it to be that of " + server + ", found " + found
                        + "; it was not sent",
                address == null
                        ? "start the server once more with ./baton up, which writes the address, or"
                                + " name the server with --server"
                        : "use --server " + address + "; or, if " + server + " leads there, set"
                                + " BATON_TOKEN to the token alone");
    }

    /** By number: a name can be made to point elsewhere. */
    private static boolean loopback(URI server) {
        String host = plain(server.getHost());
        return host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? HTTPS : HTTP;
    }

    private static String plain(@Nullable String word) {
        return word == null ? "" : word.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "TokenLine[" + from + "]";
    }
}
