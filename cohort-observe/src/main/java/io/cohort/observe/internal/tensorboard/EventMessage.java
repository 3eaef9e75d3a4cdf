package io.cohort.observe.internal.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * TensorBoard's {@code Event} message in protocol buffer encoding, as far as scalars need it. Pure.
 *
 * <p>Fields, by number: Event has 1 wall_time (double), 2 step (int64), 3 file_version (string), 5 summary, 7 session_log; Summary has 1 value
 * (repeated); Value has 1 tag (string), 2 simple_value (float); SessionLog has 1 status (START is 1).
 *
 * <p>Source: {@code event.proto} and {@code summary.proto} of TensorFlow; "Encoding" in the Protocol Buffers documentation.
 */
final class EventMessage {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private EventMessage() {}

    /** The first record of a file. */
    static byte[] version(double wallSeconds) {
        return begun(wallSeconds)
                .bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8))
                .done();
    }

    /** Says that what earlier files tell of this step and later ones no longer holds. */
    static byte[] restart(double wallSeconds, long step) {
        byte[] start = new EventMessage().key(1, VARINT).varint(1).done();
        return begun(wallSeconds).key(2, VARINT).varint(step).bytes(7, start).done();
    }

    /** Scalars of one step, by tag. */
    static byte[] scalars(double wallSeconds, long step, Map<String, Double> scalars) {
        EventMessage summary = new EventMessage();
        scalars.forEach((tag, value) -> summary.bytes(1, value(tag, value)));
        return begun(wallSeconds)
                .key(2, VARINT)
                .varint(step)
                .bytes(5, summary.done())
                .done();
    }

    private static byte[] value(String tag, double value) {
        return new EventMessage()
                .bytes(1, tag.getBytes(StandardCharsets.UTF_8))
                .key(2, FIXED32)
                .fixed(Float.floatToRawIntBits((float) value), Float.BYTES)
                .done();
    }

    private static EventMessage begun(double wallSeconds) {
        return new EventMessage().key(1, FIXED64).fixed(Double.doubleToRawLongBits(wallSeconds), Double.BYTES);
    }

    private EventMessage key(int field, int wire) {
        return varint((long) field << 3 | wire);
    }

    private EventMessage varint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    private EventMessage bytes(int field, byte[] content) {
        key(field, BYTES).varint(content.length).out.writeBytes(content);
        return this;
    }

    /** The low bytes of some bits, the lowest first. */
    private EventMessage fixed(long bits, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (bits >>> (Byte.SIZE * i)));
        }
        return this;
    }

    private byte[] done() {
        return out.toByteArray();
    }
}
