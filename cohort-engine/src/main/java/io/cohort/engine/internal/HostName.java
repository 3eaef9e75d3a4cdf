package io.cohort.engine.internal;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What this host calls itself, and where others reach it. */
final class HostName {

    static final String LOOPBACK = "127.0.0.1";

    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** The host's name; asks no name server where the kernel knows it. */
    static String local() {
        try {
            return Files.isReadable(KERNEL_NAME)
                    ? Files.readString(KERNEL_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** The address at which others reach what listens at {@code listenHost}: itself, or for a wildcard the first address that is not loopback. */
    static String reachable(String listenHost) {
        if (!isWildcard(listenHost)) {
            return listenHost;
        }
        try {
            Optional<String> address = NetworkInterface.networkInterfaces()
                    .filter(HostName::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst();
            return address.orElse(LOOPBACK);
        } catch (SocketException e) {
            return LOOPBACK;
        }
    }

    static boolean isWildcard(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
