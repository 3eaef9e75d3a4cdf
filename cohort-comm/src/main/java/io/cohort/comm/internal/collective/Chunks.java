package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;

/**
 * How a range is cut into one chunk per rank, for any size: at cache lines, as evenly as that allows; chunks may be empty. Where the
 * cuts lie never changes a result, since elements are combined one by one.
 */
final class Chunks {

    private static final long LINE_BYTES = 64;

    private final Memory whole;
    private final int count;
    private final long lineBytes;
    private final long lines;

    Chunks(Memory whole, int count) {
        this(whole, count, 1);
    }

    /**
     * Cuts memory whose elements are wider than they will be.
     *
     * @param widening how many times; the cuts are between the same elements as without
     */
    Chunks(Memory whole, int count, int widening) {
        this.whole = whole;
        this.count = count;
        this.lineBytes = LINE_BYTES * widening;
        this.lines = (whole.bytes() + lineBytes - 1) / lineBytes;
    }

    Memory of(int rank) {
        long begin = cut(rank);
        return whole.slice(begin, cut(rank + 1) - begin);
    }

    private long cut(int index) {
        return Math.min(lines * index / count * lineBytes, whole.bytes());
    }
}
