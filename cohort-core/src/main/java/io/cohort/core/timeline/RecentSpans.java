package io.cohort.core.timeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one rank did lately, to tell why it was late. Very short spans are left out: none of them explains anything.
 *
 * <p>Threading: one thread at a time.
 */
final class RecentSpans {

    private static final int MOST = 4096;
    private static final long SHORT_NANOS = 200_000;

    /** Why, and in words. */
    record Reason(Activity why, String words) {}

    private final Deque<Span> spans = new ArrayDeque<>();
    private Activity doing = Activity.COMPUTING;
    private long doingSinceNanos;
    private long toldNanos;

    void accept(TimelinePart part) {
        for (Span span : part.spans()) {
            if (span.activity() != Activity.OPERATION && span.nanos() >= SHORT_NANOS) {
                spans.addLast(span);
            }
        }
        while (spans.size() > MOST) {
            spans.removeFirst();
        }
        doing = part.doing();
        doingSinceNanos = part.sinceNanos();
        toldNanos = part.atNanos();
    }

    /** Up to when it has told. */
    long toldNanos() {
        return toldNanos;
    }

    /** What it mostly did between two moments: a pause of the whole process if that is half of it, else what its own thread did longest. */
    Reason between(long fromNanos, long toNanos) {
        Map<Activity, Long> spent = new EnumMap<>(Activity.class);
        int collections = 0;
        for (Span span : spans) {
            long within = span.within(fromNanos, toNanos);
            if (within > 0) {
                spent.merge(span.activity(), within, Long::sum);
                collections += span.activity() == Activity.COLLECTION ? 1 : 0;
            }
        }
        spent.merge(doing, Math.max(0, toNanos - Math.max(fromNanos, doingSinceNanos)), Long::sum);
        long half = (toNanos - fromNanos) / 2;
        long collecting = spent.getOrDefault(Activity.COLLECTION, 0L);
        if (collecting >= half) {
            return new Reason(Activity.COLLECTION, collection(collections, collecting));
        }
        long still = spent.getOrDefault(Activity.STANDSTILL, 0L);
        if (still >= half) {
            return new Reason(Activity.STANDSTILL, Activity.STANDSTILL.doing() + " for " + Late.duration(still));
        }
        Activity longest = Activity.COMPUTING;
        long marked = 0;
        for (Map.Entry<Activity, Long> one : spent.entrySet()) {
            if (one.getKey().ofTheWorker() && one.getValue() > spent.getOrDefault(longest, 0L)) {
                longest = one.getKey();
            }
            marked += one.getKey().ofTheWorker() ? one.getValue() : 0;
        }
        // What was not marked at all may be more than anything that was.
        boolean unmarked = (toNanos - fromNanos) - marked > spent.getOrDefault(longest, 0L);
        Activity why = unmarked ? Activity.COMPUTING : longest;
        return new Reason(why, why.doing());
    }

    private static String collection(int count, long nanos) {
        return count == 1
                ? "in a " + Late.duration(nanos) + " garbage collection"
                : "in garbage collections of " + Late.duration(nanos) + " together";
    }
}
