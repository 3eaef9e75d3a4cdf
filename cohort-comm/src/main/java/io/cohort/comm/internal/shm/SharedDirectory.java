package io.cohort.comm.internal.shm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where shared files lie: in memory where the host offers that and has room, else in the temporary directory. */
final class SharedDirectory {

    static final String PREFIX = "cohort-comm-";

    private static final Logger LOG = LoggerFactory.getLogger(SharedDirectory.class);
    private static final Path IN_MEMORY = Path.of("/dev/shm");
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");
    private static final long SPARE_BYTES = 1 << 20;
    /** A file is unlinked as soon as all have mapped it; one this old was left behind. */
    private static final Duration STALE_AFTER = Duration.ofMinutes(2);

    private SharedDirectory() {}

    static Path forBytes(long bytes) throws IOException {
        if (Files.isWritable(IN_MEMORY)) {
            long free = Files.getFileStore(IN_MEMORY).getUsableSpace();
            if (free >= bytes + SPARE_BYTES) {
                return IN_MEMORY;
            }
            warn(free, bytes);
        }
        return elsewhere(bytes);
    }

    /**
     * Where a file may lie for which there was room when it was asked for and none any more when it was filled, since others fill theirs.
     *
     * @throws IOException the reason, when there is no other place
     */
    static Path insteadOf(Path full, long bytes, IOException reason) throws IOException {
        if (!full.equals(IN_MEMORY)) {
            throw reason;
        }
        warn(Files.getFileStore(IN_MEMORY).getUsableSpace(), bytes);
        return elsewhere(bytes);
    }

    private static void warn(long free, long bytes) {
        LOG.warn(
                "{} has {} bytes free and {} are needed: shared memory lies in {} and may be slow. Make {} larger"
                        + " (docker run --shm-size).",
                IN_MEMORY,
                free,
                bytes,
                temporary(),
                IN_MEMORY);
    }

    private static Path elsewhere(long bytes) throws IOException {
        Path temporary = temporary();
        long free = Files.getFileStore(temporary).getUsableSpace();
        if (free < bytes + SPARE_BYTES) {
            throw new IOException("neither " + IN_MEMORY + " nor " + temporary + " has room for " + bytes + " bytes");
        }
        return temporary;
    }

    /** Removes what processes of this host left when they were killed between making a file and unlinking it. */
    static void sweep() {
        sweep(IN_MEMORY);
        sweep(temporary());
    }

    static void sweep(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : files) {
                if (isStale(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.debug("Old shared files in {} could not be removed", directory, e);
        }
    }

    private static boolean isStale(Path file) throws IOException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return false;
        }
        boolean old = Files.getLastModifiedTime(file)
                .toInstant()
                .isBefore(Instant.now().minus(STALE_AFTER));
        return old && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }
}
