package io.cohort.core.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One rank's ring of what it did last: operations of its groups, what its own thread computed, pauses. Memory is fixed; recording allocates nothing.
 *
 * <p>Threading: safe for several threads; {@link #enter} and {@link #leave} belong to the worker's own.
 */
public final class Timeline {

    /** A name that is put into words only when somebody reads it. */
    @FunctionalInterface
    public interface Named {
        String describe();
    }

    private static final int USUAL_CAPACITY = 8192;
    private static final int MOST_NESTED = 16;
    /** So many spans are told whole at a time, come what may. */
    static final int PLENTY = 2048;
    /** Well below what counts as late. */
    private static final long REMARKABLE_NANOS = 1_000_000;

    /** By less than this a clock that was read again is taken for what it was: a long span may lie in many parts. */
    private static final long JITTER_NANOS = 500_000;

    /** By more than this a clock is set, not measured better. */
    private static final long SAME_CLOCK_NANOS = 1_000_000_000;

    private static final long NEVER = Long.MIN_VALUE;

    private static final Named NAMELESS = () -> "";

    private final LongSupplier nanoTime;
    private final Activity[] activities;
    private final Named[] names;
    private final String[] groups;
    private final long[] numbers;
    private final long[] bytes;
    private final int[] ranks;
    private final long[] starts;
    private final long[] ends;
    private final Activity[] open = new Activity[MOST_NESTED];
    private final long[] openSince = new long[MOST_NESTED];
    private int depth;
    private long written;
    private long read;
    private long operations;
    private long operationBytes;
    private long notWorkingNanos;
    private long drainedAt = NEVER;
    private long toUnix;
    private long toUnixBefore;

    /** Holds so many spans that nobody has read yet; older ones make room. */
    public Timeline(int capacity, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.activities = new Activity[capacity];
        this.names = new Named[capacity];
        this.groups = new String[capacity];
        this.numbers = new long[capacity];
        this.bytes = new long[capacity];
        this.ranks = new int[capacity];
        this.starts = new long[capacity];
        this.ends = new long[capacity];
        this.open[0] = Activity.COMPUTING;
        this.openSince[0] = nanoTime.getAsLong();
    }

    /** Of usual size, on this process's clock. */
    public static Timeline usual() {
        return new Timeline(USUAL_CAPACITY, System::nanoTime);
    }

    /** The worker's thread begins something; {@link #leave} must follow, except where the worker ends. */
    public synchronized void enter(Activity activity) {
        if (depth == MOST_NESTED - 1) {
            throw new IllegalStateException("more than " + (MOST_NESTED - 1) + " activities inside one another");
        }
        depth++;
        open[depth] = activity;
        openSince[depth] = nanoTime.getAsLong();
    }

    /**
     * The worker's thread has done what it began last.
     *
     * @param number the step it belongs to
     */
    public synchronized void leave(long number) {
        if (depth == 0) {
            throw new IllegalStateException("nothing was entered");
        }
        long now = nanoTime.getAsLong();
        Activity left = open[depth];
        long since = openSince[depth];
        depth--;
        if (depth == 0) {
            openSince[0] = now;
        }
        if (left == Activity.WAITING || left == Activity.HELD) {
            notWorkingNanos += now - since;
        }
        add(left, NAMELESS, "", number, 0, 0, since, now);
    }

    /** An operation of a group has ended just now. */
    public void operation(Named what, String group, long number, long tensorBytes, int members, long startNanos) {
        operation(what, group, number, tensorBytes, members, startNanos, nanoTime.getAsLong());
    }

    /** An operation of a group has ended. */
    public synchronized void operation(
            Named what, String group, long number, long tensorBytes, int members, long startNanos, long endNanos) {
        operations++;
        operationBytes += tensorBytes;
        add(Activity.OPERATION, what, group, number, tensorBytes, members, startNanos, endNanos);
    }

    /** The whole process paused. */
    public synchronized void paused(Activity why, String name, long startNanos, long endNanos) {
        add(why, () -> name, "", 0, 0, 0, startNanos, endNanos);
    }

    /** How long the worker's thread has waited for others, or was held back, in all: not its own work. */
    public synchronized long notWorkingNanos() {
        return notWorkingNanos;
    }

    /** The moment that spans are measured by. */
    public long nowNanos() {
        return nanoTime.getAsLong();
    }

    /**
     * What came since the last call. Of more than {@value #PLENTY} spans only the last are told whole; from before them, all but operations that were short and
     * came soon after one another, since those explain nothing.
     *
     * @param unixNanos the launcher's clock now
     */
    public synchronized TimelinePart drain(long unixNanos) {
        long now = nanoTime.getAsLong();
        measured(unixNanos - now);
        long oldest = Math.max(read, written - starts.length);
        long unseen = oldest - read;
        Map<String, Long> lastEnds = new HashMap<>();
        Map<Named, String> words = new HashMap<>();
        List<Span> spans = new ArrayList<>();
        for (long i = oldest; i < written; i++) {
            int at = (int) (i % starts.length);
            if (written - i <= PLENTY || isRemarkable(at, lastEnds.getOrDefault(groups[at], NEVER))) {
                spans.add(span(at, words));
            } else {
                unseen++;
            }
            if (isMeeting(at)) {
                lastEnds.put(groups[at], ends[at]);
            }
        }
        read = written;
        TimelinePart part = new TimelinePart(
                unix(now), open[depth], unix(openSince[depth]), operations, operationBytes, unseen, spans);
        drainedAt = now;
        return part;
    }

    /** Whether a span took long, or the rank came late to it. */
    private boolean isRemarkable(int at, long endBefore) {
        return activities[at] != Activity.OPERATION
                || ends[at] - starts[at] >= REMARKABLE_NANOS
                || (isMeeting(at) && (endBefore == NEVER || starts[at] - endBefore >= REMARKABLE_NANOS));
    }

    private boolean isMeeting(int at) {
        return activities[at] == Activity.OPERATION && ranks[at] > 1;
    }

    private void measured(long toUnixNow) {
        toUnixBefore = toUnix;
        if (drainedAt == NEVER || Math.abs(toUnixNow - toUnix) > JITTER_NANOS) {
            toUnix = toUnixNow;
        }
    }

    /**
     * A moment on the launcher's clock. Each time it is asked, that clock has moved a little against this one: what was before the last part stays where that part
     * saw it, and what came later stays behind it. So spans of two parts never overlap where they did not.
     */
    private long unix(long moment) {
        if (Math.abs(toUnix - toUnixBefore) > SAME_CLOCK_NANOS) {
            return moment + toUnix;
        }
        return moment <= drainedAt ? moment + toUnixBefore : Math.max(moment + toUnix, drainedAt + toUnixBefore);
    }

    private Span span(int at, Map<Named, String> words) {
        return new Span(
                activities[at],
                words.computeIfAbsent(names[at], Named::describe),
                groups[at],
                numbers[at],
                bytes[at],
                ranks[at],
                unix(starts[at]),
                unix(ends[at]));
    }

    private void add(
            Activity activity,
            Named name,
            String group,
            long number,
            long tensorBytes,
            int members,
            long startNanos,
            long endNanos) {
        int at = (int) (written % starts.length);
        activities[at] = activity;
        names[at] = name;
        groups[at] = group;
        numbers[at] = number;
        bytes[at] = tensorBytes;
        ranks[at] = members;
        starts[at] = startNanos;
        ends[at] = endNanos;
        written++;
    }
}
