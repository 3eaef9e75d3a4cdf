package io.cohort.engine.internal;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.net.InetSocketAddress;

/**
 * {@code host:port} as users write it.
 *
 * @param host a name or an address; {@code [..]} around one with colons
 */
record HostPort(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /**
     * Reads it.
     *
     * @param place the option it comes from
     * @param lowestPort 0 where the system may choose one, else 1
     * @throws UserMistake saying what is wrong with it
     */
    static HostPort parse(String place, String text, int lowestPort) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            host = "";
        }
        int port = port(text.substring(colon + 1));
        if (host.isBlank() || port < lowestPort) {
            throw new UserMistake(
                    "bad-address",
                    new Problem(
                            place,
                            text,
                            "must be HOST:PORT with a port from " + lowestPort + " to " + MAX_PORT,
                            "Write it like 192.168.1.10:7070"));
        }
        return new HostPort(host, port);
    }

    private static int port(String text) {
        boolean number = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(text) : -1;
        return port <= MAX_PORT ? port : -1;
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
