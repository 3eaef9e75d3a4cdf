package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;

/**
 * A range as one equal part per rank.
 *
 * @param whole its bytes are divisible by the count
 */
record EqualParts(Memory whole, int count) {

    long partBytes() {
        return whole.bytes() / count;
    }

    Memory of(int rank) {
        return whole.slice(partBytes() * rank, partBytes());
    }
}
