package io.cohort.observe.internal.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads TensorBoard's event files by the published formats alone: nothing of the writer is used, nor anything it uses. */
final class TfEvents {

    /** @param scalars by tag @param version empty save in a file's first event @param restart whether it begins anew */
    record Read(double wallSeconds, long step, String version, boolean restart, Map<String, Float> scalars) {}

    private TfEvents() {}

    static List<Read> of(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Read> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = take(bytes, 8);
            require(masked(length) == bytes.getInt(), "the length's checksum");
            byte[] data = take(
                    bytes,
                    Math.toIntExact(ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()));
            require(masked(data) == bytes.getInt(), "the data's checksum");
            events.add(event(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)));
        }
        return events;
    }

    private static byte[] take(ByteBuffer from, int count) {
        byte[] taken = new byte[count];
        from.get(taken);
        return taken;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what + " does not hold");
        }
    }

    /** CRC-32C bit by bit (polynomial 0x1EDC6F41, reflected), then TFRecord's mask. */
    private static int masked(byte[] data) {
        int crc = ~0;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82F63B78;
            }
        }
        crc = ~crc;
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    private static Read event(ByteBuffer message) {
        double wall = 0;
        long step = 0;
        String version = "";
        boolean restart = false;
        Map<String, Float> scalars = new LinkedHashMap<>();
        while (message.hasRemaining()) {
            long key = varint(message);
            switch ((int) key) {
                case 1 << 3 | 1 -> wall = message.getDouble();
                case 2 << 3 -> step = varint(message);
                case 3 << 3 | 2 -> version = new String(inner(message).array(), StandardCharsets.UTF_8);
                case 5 << 3 | 2 -> values(inner(message), scalars);
                case 7 << 3 | 2 -> restart = sessionStarts(inner(message));
                default -> throw new IllegalStateException("a field that Event does not have: " + key);
            }
        }
        return new Read(wall, step, version, restart, scalars);
    }

    private static boolean sessionStarts(ByteBuffer log) {
        require(varint(log) == (1 << 3), "SessionLog.status");
        return varint(log) == 1;
    }

    private static void values(ByteBuffer summary, Map<String, Float> scalars) {
        while (summary.hasRemaining()) {
            require(varint(summary) == (1 << 3 | 2), "Summary.value");
            ByteBuffer value = inner(summary);
            require(varint(value) == (1 << 3 | 2), "Value.tag");
            String tag = new String(inner(value).array(), StandardCharsets.UTF_8);
            require(varint(value) == (2 << 3 | 5), "Value.simple_value");
            scalars.put(tag, value.getFloat());
            require(!value.hasRemaining(), "the value's end");
        }
    }

    private static ByteBuffer inner(ByteBuffer from) {
        return ByteBuffer.wrap(take(from, Math.toIntExact(varint(from)))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = from.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
