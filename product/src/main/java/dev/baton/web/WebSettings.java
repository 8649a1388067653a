package dev.baton.web;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, and where people find the board.
 *
 * @param host name or address, IPv6 without brackets
 * @param port 0 = any free one
 * @param address the board's own origin, {@code scheme://host[:port]} in lower case without the
 *     scheme's usual port; null = follows from where it listens
 * @param openMetrics whether {@code /metrics} needs no token
 */
public record WebSettings(String host, int port, @Nullable URI address, boolean openMetrics) {
    public static final WebSettings DEFAULT = new WebSettings("127.0.0.1", 8420);
    /**
     * Browsers resolve it to loopback by themselves (RFC 6761), and no other server of this machine
     * is looked at under it: cookies know host names, but no ports.
     */
    static final String LOOPBACK_NAME = "baton.localhost";

    private static final int PORT_MAX = 65_535;
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|(0*:)*:?0*1");

    public WebSettings(String host, int port) {
        this(host, port, null, false);
    }

    public WebSettings {
        if (host.isBlank() || host.indexOf('[') >= 0 || host.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "listen: expected a host or address, found '" + host + "'");
        }
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "listen: expected a port from 0 to " + PORT_MAX + ", found " + port);
        }
    }

    /** Reads {@code HOST:PORT}; an IPv6 address stands in brackets. */
    public static WebSettings parse(String listen) {
        int colon = listen.lastIndexOf(':');
        String host = colon < 0 ? "" : listen.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        String port = colon < 0 ? "" : listen.substring(colon + 1);
        if (host.isEmpty()
                || (!bracketed && host.indexOf(':') >= 0)
                || !port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "listen: expected HOST:PORT such as 127.0.0.1:8420, found '" + listen + "'");
        }
        return new WebSettings(host, Integer.parseInt(port));
    }

    /** Whether only this machine can connect; judged by the text, names are not looked up. */
    public boolean loopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /**
     * The board's own origin, as browsers write it.
     *
     * @param actualPort where it listens
     */
    public String origin(int actualPort) {
        URI given = address;
        if (given != null) {
            return given.toString();
        }
        return "http://"
                + (loopback() || wildcard()
                        ? LOOPBACK_NAME + ":" + actualPort
                        : authority(actualPort).toLowerCase(Locale.ROOT));
    }

    /** Whether it listens on every address of the machine. */
    boolean wildcard() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    /** {@code HOST:PORT}, as in the settings and in addresses. */
    public String authority(int actualPort) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + actualPort;
    }
}
