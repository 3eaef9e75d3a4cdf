package io.cohort.comm.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What ranks tell one another first.
 *
 * @param transport the transport that the rank wants
 * @param algorithm how it wants to all-reduce
 * @param host where it is
 * @param version the version of our frames that it speaks
 */
record Hello(String transport, String algorithm, HostIdentity host, int version) {

    /** Whether ranks that say these can form a group. */
    boolean agreesWith(Hello other) {
        return wishes().equals(other.wishes());
    }

    /** What must be equal on all ranks, as a person reads it. */
    String wishes() {
        return "transport " + transport + ", algorithm " + algorithm + ", protocol " + version;
    }

    byte[] encode() {
        return String.join("\n", transport, algorithm, host.name(), host.memory(), Integer.toString(version))
                .getBytes(StandardCharsets.UTF_8);
    }

    static Hello decode(byte[] bytes) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        return new Hello(
                lines.get(0),
                lines.get(1),
                new HostIdentity(lines.get(2), lines.get(3)),
                Integer.parseInt(lines.get(4)));
    }
}
