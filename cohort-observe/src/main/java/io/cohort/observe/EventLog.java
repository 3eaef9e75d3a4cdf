package io.cohort.observe;

import io.cohort.core.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

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

    /** The events in a file, in order; none when there is no file. @throws IllegalArgumentException naming a line that is no event */
    static List<Event> read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
            events.add(Event.fromJson(text.substring(from, to)));
            from = to + 1;
        }
        return events;
    }
}
