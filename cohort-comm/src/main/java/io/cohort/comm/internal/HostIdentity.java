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
 * @param memory differs between hosts, between two starts of one, and between containers with a shared memory of their own; memory can be shared only where it
 *     is equal
 */
record HostIdentity(String name, String memory) {

    /** Makes a worker believe to be on another host than its neighbours; for trying out several hosts on one. */
    static final String PLAYED = "cohort.comm.host";

    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    static HostIdentity ofThisHost() {
        String played = System.getProperty(PLAYED, "");
        return played.isEmpty() ? real() : played(played);
    }

    /** This host under another name, as if it were another one. */
    static HostIdentity played(String name) {
        return new HostIdentity(name, real().memory + " as " + name);
    }

    private static HostIdentity real() {
        String name = firstLine(NAME);
        String known = name.isEmpty() ? resolved() : name;
        String boot = firstLine(BOOT);
        return new HostIdentity(known, (boot.isEmpty() ? known : boot) + device());
    }

    /** Containers on one machine mount a shared memory each, and mounts differ in their device numbers. */
    private static String device() {
        try {
            return Files.exists(SHARED_MEMORY) ? " " + Files.getAttribute(SHARED_MEMORY, "unix:dev") : "";
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return ""; // Whether memory can be shared is tried anyway.
        }
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
