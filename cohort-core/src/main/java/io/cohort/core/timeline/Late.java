package io.cohort.core.timeline;

/**
 * A rank that entered an operation after all the others, and why.
 *
 * @param rank who
 * @param atNanos when it came; as in {@link Span}
 * @param nanos how long after the others
 * @param why what it did meanwhile, mostly
 * @param reason the same in words, as it goes after "it was"
 */
public record Late(int rank, Meeting operation, long atNanos, long nanos, Activity why, String reason) {

    /**
     * One sentence: {@code rank 2 (host b) entered all-reduce #1841 3.2 s after the others; it was in a 3.1 s garbage collection}.
     *
     * @param who the rank, as messages name it
     */
    public String sentence(String who) {
        return who + " entered " + operation.spokenName() + " " + duration(nanos) + " after the others; it was "
                + reason;
    }

    /** {@code 3.2 s}, {@code 45 ms}, {@code 0.3 ms}. */
    public static String duration(long nanos) {
        double ms = nanos / 1e6;
        if (ms >= 999.5) {
            return String.format(java.util.Locale.ROOT, "%.1f s", ms / 1e3);
        }
        return ms >= 10 ? Math.round(ms) + " ms" : String.format(java.util.Locale.ROOT, "%.1f ms", ms);
    }
}
