package dev.baton.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The server.
 *
 * @param listen address of the web server; port 0 = a free one
 * @param data SQLite file, runs, mirrors, clones, token; absolute
 * @param address the board's own origin; null = follows from {@code listen}
 * @param openMetrics whether {@code /metrics} needs no token
 * @param gitIdentity author and committer of leftovers, candidates and tombstones
 */
public record ServerSettings(
        Listen listen,
        Path data,
        @Nullable URI address,
        boolean openMetrics,
        GitIdentity gitIdentity) {
    public static final Listen LISTEN_DEFAULT = new Listen("127.0.0.1", 8420);
    public static final GitIdentity GIT_IDENTITY_DEFAULT =
            new GitIdentity("Baton", "baton@localhost");

    /** Whether what is said can be read on the way by others than this machine. */
    public boolean readableOnTheWay() {
        return !listen.loopback() && (address == null || !"https".equals(address.getScheme()));
    }

    /** Where clients find the token; the server makes it at its first start. */
    public Path token() {
        return data.resolve("token");
    }

    /**
     * A host and a port.
     *
     * @param host a name or a literal address; IPv6 without brackets
     */
    public record Listen(String host, int port) {
        private static final int PORT_MAX = 65_535;

        public Listen {
            if (host.isBlank() || port < 0 || port > PORT_MAX) {
                throw new IllegalArgumentException(
                        "listen: expected a host and a port, found '" + host + "', " + port);
            }
        }

        /** By the address as written: a name that only resolves to loopback is not taken for it. */
        public boolean loopback() {
            return host.equals("localhost")
                    || host.equals("::1")
                    || host.matches("127(\\.\\d+){3}");
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** Who commits what Baton commits. */
    public record GitIdentity(String name, String email) {
        @Override
        public String toString() {
            return name + " <" + email + ">";
        }
    }
}
