package io.cohort.comm.internal.tcp;

import io.cohort.comm.ReduceOp;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.FrameKind;
import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.OperationKind;
import io.cohort.torch.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Frames that no rank would send, one after another from a seed. */
final class HostileFrames {

    /** What is wrong with a frame. */
    enum Wrong {
        /** Bytes without sense, sometimes behind the right first word. */
        NOISE,
        /** A good frame with up to five other bits, as many as the checksum surely notices. */
        FLIPPED,
        /** A field that cannot be, under a right checksum. */
        FORGED,
        /** A good frame that ends early. */
        TRUNCATED,
        /** A good header that announces more than there is memory in the world. */
        HUGE
    }

    private static final int CHECKED_BYTES = 60;

    private final HeaderCodec codec;
    private final SplittableRandom random;
    private final ByteBuffer frame = ByteBuffer.allocate(HeaderCodec.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    HostileFrames(HeaderCodec codec, long seed) {
        this.codec = codec;
        this.random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    /** The next frame; valid until the one after it. */
    byte[] next(Wrong wrong) {
        good(random.nextLong(1, 1 << 20));
        switch (wrong) {
            case NOISE -> noise();
            case FLIPPED -> flip(random.nextInt(1, 6));
            case FORGED -> forge();
            case TRUNCATED -> {}
            case HUGE -> good(random.nextLong(1L << 40, Long.MAX_VALUE));
        }
        return frame.array();
    }

    private void good(long length) {
        FrameKind[] kinds = {FrameKind.COLLECTIVE, FrameKind.EAGER, FrameKind.PAYLOAD, FrameKind.OFFER};
        Fingerprint fingerprint = new Fingerprint(
                OperationKind.values()[random.nextInt(OperationKind.values().length)],
                ReduceOp.SUM,
                ElementType.FLOAT32,
                random.nextInt(-1, 100),
                random.nextLong());
        FrameKind kind = kinds[random.nextInt(kinds.length)];
        codec.encode(new Header(kind, random.nextLong(), fingerprint, random.nextInt(), length), frame, 0);
    }

    private void noise() {
        int from = random.nextInt(3) * 4; // nothing, the magic, or that and the version may be right
        for (int i = from; i < HeaderCodec.BYTES; i++) {
            frame.put(i, (byte) random.nextInt());
        }
    }

    private void flip(int bits) {
        long[] seen = new long[HeaderCodec.BYTES / 8];
        for (int done = 0; done < bits; ) {
            int bit = random.nextInt(HeaderCodec.BYTES * 8);
            if ((seen[bit / 64] >>> bit % 64 & 1) == 0) {
                seen[bit / 64] |= 1L << bit % 64;
                frame.put(bit / 8, (byte) (frame.get(bit / 8) ^ 1 << bit % 8));
                done++;
            }
        }
    }

    private void forge() {
        switch (random.nextInt(7)) {
            case 0 -> frame.putLong(48, random.nextLong() | Long.MIN_VALUE); // length
            case 1 -> frame.putShort(6, (short) random.nextInt(8, 0x10000)); // kind
            case 2 -> frame.put(32, (byte) random.nextInt(100, 256)); // operation
            case 3 -> frame.put(33, (byte) random.nextInt(4, 256)); // reduction
            case 4 -> frame.put(34, (byte) random.nextInt(8, 256)); // type
            case 5 -> frame.putShort(4, (short) random.nextInt(2, 0x10000)); // version
            default -> frame.putInt(16, random.nextInt(2, Integer.MAX_VALUE)); // generation
        }
        CRC32C crc = new CRC32C();
        crc.update(frame.array(), 0, CHECKED_BYTES);
        frame.putInt(CHECKED_BYTES, (int) crc.getValue());
    }
}
