package io.cohort.observe;

import io.cohort.core.event.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * {@code events.jsonl}: one event a line, only ever appended to. A writer that was killed may leave a torn last line: readers leave it
 * out, and the next writer cuts it off.
 *
 * <p>Threading: one thread at a time.
 */
final class EventLog implements AutoCloseable {

    private final FileChannel channel;

    EventLog(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long whole = wholeBytes(channel);
            if (whole < channel.size()) {
                channel.truncate(whole);
            }
            channel.position(whole);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Bytes up to the end of the last whole line. */
    private static long wholeBytes(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }

    void append(Event event) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(event.toJson() + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /** Returns once all that was appended is on the disk. */
    void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            sync();
        }
    }

    /** Whether the first event in a file is of a type; a line that is no event is of none. */
    static boolean beginsWith(Path file, String type) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            return line != null && Event.fromJson(line).type().equals(type);
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Reads the events in a file one by one, in order; none when there is no file. A torn last line is left out.
     *
     * @throws IllegalArgumentException naming a line that is no event
     */
    static void read(Path file, Consumer<Event> events) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            StringBuilder line = new StringBuilder();
            for (int next = reader.read(); next >= 0; next = reader.read()) {
                if (next == '\n') {
                    events.accept(Event.fromJson(line.toString()));
                    line.setLength(0);
                } else {
                    line.append((char) next);
                }
            }
        } catch (NoSuchFileException e) {
            // A run that was killed before its first event has none.
        }
    }
}
