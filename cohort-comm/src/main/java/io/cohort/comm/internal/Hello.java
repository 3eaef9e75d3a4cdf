package io.cohort.comm.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What ranks tell one another first.
 *
 * @param transport the transport that the rank wants
 * @param host where it is
 * @param version the version of our frames that it speaks
 */
record Hello(String transport, HostIdentity host, int version) {

    byte[] encode() {
        return String.join("\n", transport, host.name(), host.boot(), Integer.toString(version))
                .getBytes(StandardCharsets.UTF_8);
    }

    static Hello decode(byte[] bytes) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        return new Hello(lines.get(0), new HostIdentity(lines.get(1), lines.get(2)), Integer.parseInt(lines.get(3)));
    }
}
