package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;
import java.util.ArrayList;
import java.util.List;

/** Cuts what is large into segments that are worked off one after the other, so that landing memory stays bounded. */
final class Segments {

    /** A segment; at the same time the most landing memory that a reduction takes. */
    static final long SEGMENT_BYTES = 64L << 20;

    private Segments() {}

    static List<Memory> of(Memory whole) {
        return of(whole, SEGMENT_BYTES);
    }

    /** An empty range is one empty segment: ranks still meet. */
    static List<Memory> of(Memory whole, long segmentBytes) {
        List<Memory> segments = new ArrayList<>();
        long begin = 0;
        do {
            long length = Math.min(segmentBytes, whole.bytes() - begin);
            segments.add(whole.slice(begin, length));
            begin += length;
        } while (begin < whole.bytes());
        return segments;
    }
}
