package io.cohort.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is told of one size.
 *
 * <p>Legend: P workers, S bytes.
 */
final class AllReduceFigures {

    /** From here on a tensor is in no cache, so that memory is the limit. */
    static final long LARGE_BYTES = 32L << 20;

    private final int workers;
    private final long bytes;
    private final double seconds;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** @param seconds of one all-reduce, on the slowest rank, in the median turn */
    AllReduceFigures(String transport, boolean tls, int workers, long bytes, double seconds) {
        this.workers = workers;
        this.bytes = bytes;
        this.seconds = seconds;
        fields.put("transport", transport);
        fields.put("tls", tls);
        fields.put("workers", workers);
        fields.put("bytes", bytes);
        fields.put("microseconds", seconds * 1e6);
        // What a rank must send and receive at least, 2S(P−1)/P, so that figures of different P compare.
        fields.put("busGBps", 2.0 * (workers - 1) / workers * bytes / seconds / 1e9);
    }

    AllReduceFigures beside(String peer, double peerSeconds) {
        fields.put("peer", peer);
        fields.put("peerMicroseconds", peerSeconds * 1e6);
        fields.put("ratio", peerSeconds / seconds);
        return this;
    }

    /**
     * How near memory's limit it is, for a size that memory limits. Each rank's S bytes must be read once and overwritten once: 2·P·S.
     *
     * @param bytesPerSecond that all workers together can read and write
     */
    AllReduceFigures within(double bytesPerSecond) {
        if (bytes >= LARGE_BYTES) {
            double limitSeconds = 2.0 * workers * bytes / bytesPerSecond;
            fields.put("limitMicroseconds", limitSeconds * 1e6);
            fields.put("ofLimit", limitSeconds / seconds);
        }
        fields.put("memoryGBps", bytesPerSecond / 1e9);
        return this;
    }

    AllReduceFigures counted(Turns turns) {
        fields.put("turns", turns.seconds().length);
        fields.put("repetitions", turns.repetitions());
        return this;
    }

    Map<String, Object> fields() {
        return fields;
    }
}
