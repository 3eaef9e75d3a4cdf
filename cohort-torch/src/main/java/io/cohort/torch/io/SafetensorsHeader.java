package io.cohort.torch.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cohort.torch.ElementType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON in front of a safetensors file: what tensors follow, and where.
 *
 * @param entries the tensors, in the order of their bytes
 * @param metadata texts under {@code __metadata__}
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";
    static final int MOST_BYTES = 100_000_000;
    private static final int ALIGNMENT = 8;

    /**
     * One tensor.
     *
     * @param begin its first byte, counted from the end of the header
     * @param end the byte after its last
     */
    record Entry(String name, ElementType type, List<Long> shape, long begin, long end) {

        long bytes() {
            return end - begin;
        }

        long[] dims() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
    }

    /** A tensor's name, type and shape, before it has a place. */
    record Item(String name, ElementType type, List<Long> shape) {

        long bytes() {
            return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
        }
    }

    /** Lays tensors out without holes: wide elements first, so that each tensor lies at a multiple of its element, then by name. */
    static SafetensorsHeader layOut(List<Item> items, Map<String, String> metadata) {
        List<Item> ordered = new ArrayList<>(items);
        ordered.sort(
                Comparator.comparingInt((Item item) -> -item.type().bytes()).thenComparing(Item::name));
        List<Entry> entries = new ArrayList<>();
        long at = 0;
        for (Item item : ordered) {
            if (item.name().equals(METADATA)) {
                throw new IllegalArgumentException("no tensor can be called " + METADATA);
            }
            long end = Math.addExact(at, item.bytes());
            entries.add(new Entry(item.name(), item.type(), item.shape(), at, end));
            at = end;
        }
        return new SafetensorsHeader(entries, new TreeMap<>(metadata));
    }

    /** Bytes of all tensors. */
    long dataBytes() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
    }

    /** The header as it stands in the file, padded with spaces to a multiple of 8. */
    byte[] toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> text : metadata.entrySet()) {
                    json.writeStringField(text.getKey(), text.getValue());
                }
                json.writeEndObject();
            }
            for (Entry entry : entries) {
                write(json, entry);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (out.size() % ALIGNMENT != 0) {
            out.write(' ');
        }
        if (out.size() > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a header of " + out.size() + " bytes; at most " + MOST_BYTES + " are allowed");
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Entry entry) throws IOException {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", entry.type().safetensorsName());
        json.writeFieldName("shape");
        json.writeArray(entry.dims(), 0, entry.shape().size());
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
        json.writeEndObject();
    }
}
