package io.cohort.observe.internal.prometheus;

import java.util.Optional;

/**
 * Where figures are offered.
 *
 * @param host an address of this machine
 * @param port 0 for any that is free
 */
record Address(String host, int port) {

    /** Others may look only where the job says so. */
    private static final String THIS_MACHINE = "127.0.0.1";

    private static final int MOST = 65535;

    /** Reads {@code PORT} or {@code HOST:PORT}; an IPv6 host stands in brackets. Empty for anything else. */
    static Optional<Address> parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? THIS_MACHINE : text.substring(0, colon);
        String port = text.substring(colon + 1);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        boolean plain = !host.isBlank() && !host.contains(":");
        if (!(plain || bracketed) || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MOST) {
            return Optional.empty();
        }
        return Optional.of(new Address(host, Integer.parseInt(port)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
