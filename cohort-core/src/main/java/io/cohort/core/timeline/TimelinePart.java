package io.cohort.core.timeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rank tells of its timeline now and then. Times as in {@link Span}.
 *
 * @param atNanos when it was put together
 * @param doing what the worker's own thread does at that moment
 * @param sinceNanos since when
 * @param operations how many operations have ended, since the worker began
 * @param bytes of their tensors
 * @param unseen how many spans the ring lost since the last part, because they came faster than they were read
 * @param spans what ended since the last part, in the order of their ends
 */
public record TimelinePart(
        long atNanos, Activity doing, long sinceNanos, long operations, long bytes, long unseen, List<Span> spans) {

    public TimelinePart {
        spans = List.copyOf(spans);
    }

    /** For the way to the launcher: each text once, numbers as they are. */
    public byte[] encode() {
        Map<String, Integer> texts = new LinkedHashMap<>();
        texts.put(doing.word(), 0);
        for (Span span : spans) {
            texts.putIfAbsent(span.activity().word(), texts.size());
            texts.putIfAbsent(span.name(), texts.size());
            texts.putIfAbsent(span.group(), texts.size());
        }
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytesOut)) {
            out.writeLong(atNanos);
            out.writeLong(sinceNanos);
            out.writeLong(operations);
            out.writeLong(bytes);
            out.writeLong(unseen);
            out.writeInt(texts.size());
            for (String text : texts.keySet()) {
                out.writeUTF(text);
            }
            out.writeInt(spans.size());
            for (Span span : spans) {
                write(out, span, texts);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytesOut.toByteArray();
    }

    private static void write(DataOutputStream out, Span span, Map<String, Integer> texts) throws IOException {
        out.writeInt(texts.getOrDefault(span.activity().word(), 0));
        out.writeInt(texts.getOrDefault(span.name(), 0));
        out.writeInt(texts.getOrDefault(span.group(), 0));
        out.writeLong(span.number());
        out.writeLong(span.bytes());
        out.writeInt(span.ranks());
        out.writeLong(span.startNanos());
        out.writeLong(span.endNanos());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static TimelinePart decode(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            long at = in.readLong();
            long since = in.readLong();
            long operations = in.readLong();
            long bytes = in.readLong();
            long unseen = in.readLong();
            List<String> texts = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                texts.add(in.readUTF());
            }
            Activity doing = Activity.of(texts.get(0));
            List<Span> spans = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                spans.add(read(in, texts));
            }
            return new TimelinePart(at, doing, since, operations, bytes, unseen, spans);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("is no part of a timeline: " + e, e);
        }
    }

    private static Span read(DataInputStream in, List<String> texts) throws IOException {
        return new Span(
                Activity.of(texts.get(in.readInt())),
                texts.get(in.readInt()),
                texts.get(in.readInt()),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readLong());
    }
}
