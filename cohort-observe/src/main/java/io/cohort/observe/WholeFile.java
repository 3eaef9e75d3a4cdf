package io.cohort.observe;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a text file that appears whole or not at all: beside it first, synced, then renamed over what was there.
 *
 * <p>Threading: one thread at a time. Failure: what was there before stays, and nothing is left beside it.
 */
public final class WholeFile {

    /** Writes the text. */
    @FunctionalInterface
    public interface Body {
        void writeTo(Writer writer) throws IOException;
    }

    private WholeFile() {}

    public static void write(Path file, String text) throws IOException {
        write(file, writer -> writer.write(text));
    }

    public static void write(Path file, Body body) throws IOException {
        String beside = "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".partial";
        Path draft = file.toAbsolutePath().resolveSibling(beside);
        try {
            try (FileChannel channel = FileChannel.open(
                            draft,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    Writer writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
                body.writeTo(writer);
                writer.flush();
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
