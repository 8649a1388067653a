package dev.baton.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback address. */
final class Ports {
    private Ports() {}

    /** One that is free now; nobody keeps it free. */
    static int anyFree() {
        try (ServerSocket socket = open(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw SetupFailure.failed(
                    "no-port",
                    "free port on 127.0.0.1: expected one, found " + e.getMessage(),
                    "ss -tln");
        }
    }

    static boolean free(int port) {
        try (ServerSocket socket = open(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket open(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    }
}
