package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;
import java.util.function.Consumer;

/** Cuts what is large into segments that are worked off one after the other, so that landing memory stays bounded. */
final class Segments {

    /** A segment; at the same time the most landing memory that a reduction takes. */
    static final long SEGMENT_BYTES = 64L << 20;

    private Segments() {}

    /** An empty range is one empty segment: ranks still meet. */
    static void forEach(Memory whole, Consumer<Memory> action) {
        long begin = 0;
        do {
            long length = Math.min(SEGMENT_BYTES, whole.bytes() - begin);
            action.accept(whole.slice(begin, length));
            begin += length;
        } while (begin < whole.bytes());
    }
}
