package io.cohort.comm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where this process listens, as the kernel says. */
final class OpenDoors {

    private static final String LISTENING = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private OpenDoors() {}

    /** The address of each listening socket as {@code /proc/net/tcp} writes it: {@code 0100007F:1F90} is 127.0.0.1, port 8080. */
    static List<String> ofThisProcess() {
        try {
            Set<String> own = sockets();
            return Stream.concat(
                            Files.readAllLines(Path.of("/proc/net/tcp")).stream(),
                            Files.readAllLines(Path.of("/proc/net/tcp6")).stream())
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words.length > INODE
                            && words[STATE].equals(LISTENING)
                            && own.contains("socket:[" + words[INODE] + "]"))
                    .map(words -> words[ADDRESS])
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isLoopback(String address) {
        return address.startsWith("0100007F:")
                || address.startsWith("0000000000000000FFFF00000100007F:")
                || address.startsWith("00000000000000000000000001000000:");
    }

    /** Whether it is at this IPv4 address; the kernel writes the four bytes backwards. */
    static boolean isAt(String door, int a, int b, int c, int d) {
        String address = String.format("%02X%02X%02X%02X:", d, c, b, a);
        return door.startsWith(address) || door.startsWith("0000000000000000FFFF0000" + address);
    }

    private static Set<String> sockets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(Files::isSymbolicLink)
                    .flatMap(file -> target(file).stream())
                    .collect(Collectors.toSet());
        }
    }

    private static Optional<String> target(Path file) {
        try {
            return Optional.of(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
            return Optional.empty(); // Closed meanwhile.
        }
    }
}
