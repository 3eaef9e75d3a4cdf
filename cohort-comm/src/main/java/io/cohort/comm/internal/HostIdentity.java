package io.cohort.comm.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which host this is.
 *
 * @param name its name, for people
 * @param boot differs between hosts and between two starts of one; memory can be shared only where it is equal
 */
record HostIdentity(String name, String boot) {

    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    static HostIdentity ofThisHost() {
        String name = firstLine(NAME);
        String known = name.isEmpty() ? resolved() : name;
        String boot = firstLine(BOOT);
        return new HostIdentity(known, boot.isEmpty() ? known : boot);
    }

    private static String firstLine(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            return ""; // Not Linux, or closed off: the host's name has to do.
        }
    }

    private static String resolved() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
