package io.cohort.core.timeline;

/**
 * Something that a rank did, from when to when. Times are nanoseconds since 1970 on the launcher's clock, so those of several hosts compare.
 *
 * @param activity what kind
 * @param name what exactly: an operation's fingerprint, a garbage collector; empty where the activity says it all
 * @param group the group of an operation; else empty
 * @param number an operation's in its group, a message's among those of its sender, or a step's; 0 where there is none
 * @param bytes of an operation's tensor
 * @param ranks how many meet in an operation; 0 for a message, and for what is no operation
 */
public record Span(
        Activity activity,
        String name,
        String group,
        long number,
        long bytes,
        int ranks,
        long startNanos,
        long endNanos) {

    /** How long. */
    public long nanos() {
        return endNanos - startNanos;
    }

    /** Whether it is a message from one rank to another, in which ranks do not meet. */
    public boolean isMessage() {
        return activity == Activity.OPERATION && ranks == 0;
    }

    /** How much of it lies between two moments. */
    long within(long fromNanos, long toNanos) {
        return Math.max(0, Math.min(endNanos, toNanos) - Math.max(startNanos, fromNanos));
    }
}
