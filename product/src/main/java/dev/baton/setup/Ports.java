package dev.baton.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of this machine. */
final class Ports {
    private static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    /** One that is free now; nobody keeps it free. */
    static int anyFree() {
        try (ServerSocket socket = open(LOOPBACK, 0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw SetupFailure.failed(
                    "no-port",
                    "free port on 127.0.0.1: expected one, found " + e.getMessage(),
                    "ss -tln");
        }
    }

    /** On the loopback address. */
    static boolean free(int port) {
        return free(LOOPBACK, port);
    }

    static boolean free(String host, int port) {
        try (ServerSocket socket = open(host, port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket open(String host, int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName(host));
    }
}
