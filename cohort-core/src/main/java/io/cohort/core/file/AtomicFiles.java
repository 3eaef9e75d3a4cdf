package io.cohort.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes files that are there whole or not at all: written beside as {@code .name.tmp-<random>}, synced, renamed, the folder synced.
 *
 * <p>Failure: whatever goes wrong, the file is as it was before and nothing is left beside it; only a killed process can leave the file
 * beside.
 */
public final class AtomicFiles {

    private static final boolean FOLDERS_SYNC =
            !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");

    /** Writes a file's content, from its beginning. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFiles() {}

    /** Writes a file, in place of the one that was there. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
    }

    /** Writes a file that is too large to hold, in place of the one that was there. */
    public static void write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path beside = target.resolveSibling("." + target.getFileName() + ".tmp-" + UUID.randomUUID());
        try {
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        syncFolder(target.resolveSibling(""));
    }

    /** Writes all of a buffer, which a channel may take in pieces. */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Makes a rename in a folder last through a power cut, where folders can be synced. */
    private static void syncFolder(Path folder) throws IOException {
        if (FOLDERS_SYNC) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
