package io.cohort.comm.internal.tcp;

import io.cohort.comm.internal.wire.HeaderCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Who a connecting rank says it is.
 *
 * @param rank its number
 * @param lane 0 for collectives, 1 for messages
 */
record Claim(int rank, int lane) {

    static final int BYTES = 32;

    byte[] encode(HeaderCodec codec) {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(HeaderCodec.MAGIC)
                .putInt(HeaderCodec.VERSION)
                .putLong(codec.group())
                .putInt(codec.generation())
                .putInt(rank)
                .putInt(lane);
        return out.array();
    }

    /** Empty when it is not a claim on this group and generation. */
    static Optional<Claim> decode(byte[] bytes, HeaderCodec codec) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean ours = in.getInt() == HeaderCodec.MAGIC
                && in.getInt() == HeaderCodec.VERSION
                && in.getLong() == codec.group()
                && in.getInt() == codec.generation();
        return ours ? Optional.of(new Claim(in.getInt(), in.getInt())) : Optional.empty();
    }
}
