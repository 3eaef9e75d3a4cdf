package io.cohort.observe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code .writer} in a run directory: which process writes it. It goes when the writer is done; one left by a killed writer counts for
 * nothing, as far as this host can tell. (A file lock would not do: a process that looks at its own run would let go of it.)
 *
 * <p>Threading: any.
 */
final class WriterMark {

    private static final String FILE = ".writer";
    private static final int ATTEMPTS = 3;

    private WriterMark() {}

    /** Marks a directory as this process's to write. @return the other writer's description, when there is one that lives */
    static Optional<String> take(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<String> other = living(directory);
            if (other.isPresent()) {
                return other;
            }
            Files.deleteIfExists(file);
            try {
                Files.write(file, mine(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return Optional.empty();
            } catch (FileAlreadyExistsException e) {
                // Somebody was quicker: look again at who it is.
            }
        }
        return Optional.of("another process");
    }

    static void release(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }

    /** Who writes the directory now, if anyone does. */
    static Optional<String> living(Path directory) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(directory.resolve(FILE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.size() < 3) {
            return Optional.empty();
        }
        String pid = lines.get(0);
        String host = lines.get(2);
        if (!host.equals(hostName())) {
            return Optional.of("process " + pid + " on host " + host);
        }
        return startOf(pid).filter(lines.get(1)::equals).map(start -> "process " + pid);
    }

    private static List<String> mine() {
        String pid = Long.toString(ProcessHandle.current().pid());
        return List.of(pid, startOf(pid).orElse(""), hostName());
    }

    /** When a process of this host began, so that a number used again is not taken for the same process. */
    private static Optional<String> startOf(String pid) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .map(process ->
                        process.info().startInstant().map(Instant::toString).orElse(""));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
