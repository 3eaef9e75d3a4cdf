package io.cohort.core.timeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of one rank's communication was hidden behind its computing, from what it tells of its timeline.
 *
 * <p>A step lasts from its first {@link Activity#DATA} span to the next step's. What counts:
 * <ul>
 *   <li>computing: the worker's own thread is in a span of data, forward, backward or optimizer, and does not wait inside it;
 *   <li>communicating: an operation of a group is under way. It begins when the thread that runs it begins, so the time in a queue does not count; and it
 *       includes waiting, once in the operation, for ranks that come later: {@link RankRecord#waitedNanos} tells how much that is;
 *   <li>hidden: both at once.
 * </ul>
 * So a step in which nothing is hidden lasts at least as long as both parts together.
 *
 * <p>Of the last steps the middle half counts, by how long they took, so that one that a pause or another program lengthened does not. Left out are steps
 * with an evaluation or a checkpoint before the next one, and those of which spans were lost.
 *
 * <p>Threading: one thread at a time.
 */
final class Overlap {

    private static final int MOST_STEPS = 256;
    private static final int MOST_PENDING = 16_384;

    /** When a step began. */
    private record Begin(long step, long atNanos) {}

    /** A span of some kind begins or ends. */
    private record Edge(long atNanos, Kind kind, int change) {}

    private enum Kind {
        COMPUTING,
        WAITING,
        OPERATION,
        INTERRUPTION,
        NONE;

        static Kind of(Span span) {
            return switch (span.activity()) {
                case DATA, FORWARD, BACKWARD, OPTIMIZER -> COMPUTING;
                case WAITING, HELD -> WAITING;
                case OPERATION -> span.ranks() > 1 ? OPERATION : NONE;
                case EVALUATION, CHECKPOINT -> INTERRUPTION;
                case COMPUTING, COLLECTION, STANDSTILL -> NONE;
            };
        }
    }

    private final List<Span> pending = new ArrayList<>();
    private final Deque<Begin> begins = new ArrayDeque<>();
    private final Deque<StepTimes> steps = new ArrayDeque<>();

    /** Takes in what the rank tells. */
    void accept(TimelinePart part) {
        if (part.unseen() > 0 || pending.size() > MOST_PENDING) {
            pending.clear();
            begins.clear();
        }
        for (Span span : part.spans()) {
            if (Kind.of(span) != Kind.NONE) {
                pending.add(span);
            }
            Begin last = begins.peekLast();
            if (span.activity() == Activity.DATA && (last == null || last.step != span.number())) {
                begins.addLast(new Begin(span.number(), span.startNanos()));
                settle();
            }
        }
    }

    /** Of the middle half of the last steps. */
    StepTimes times() {
        int aside = steps.size() / 4;
        return steps.stream()
                .sorted(Comparator.comparingLong(StepTimes::wallNanos))
                .skip(aside)
                .limit(steps.size() - 2L * aside)
                .reduce(StepTimes.NONE, StepTimes::plus);
    }

    /** An operation is told when it ends, which may be in the step after: so a step is counted when that one, too, is over. */
    private void settle() {
        if (begins.size() < 3) {
            return;
        }
        long from = begins.removeFirst().atNanos;
        long to = begins.getFirst().atNanos;
        count(from, to);
        pending.removeIf(span -> span.endNanos() <= to);
    }

    private void count(long from, long to) {
        List<Edge> edges = new ArrayList<>();
        for (Span span : pending) {
            if (span.within(from, to) > 0) {
                edges.add(new Edge(Math.max(from, span.startNanos()), Kind.of(span), 1));
                edges.add(new Edge(Math.min(to, span.endNanos()), Kind.of(span), -1));
            }
        }
        edges.sort(Comparator.comparingLong(Edge::atNanos));
        Map<Kind, Integer> open = new EnumMap<>(Kind.class);
        long computing = 0;
        long communicating = 0;
        long hidden = 0;
        long before = from;
        for (Edge edge : edges) {
            long lasted = edge.atNanos - before;
            boolean computes = open.containsKey(Kind.COMPUTING) && !open.containsKey(Kind.WAITING);
            boolean communicates = open.containsKey(Kind.OPERATION);
            computing += computes ? lasted : 0;
            communicating += communicates ? lasted : 0;
            hidden += computes && communicates ? lasted : 0;
            open.merge(edge.kind, edge.change, Overlap::sumOrGone);
            before = edge.atNanos;
            if (edge.kind == Kind.INTERRUPTION) {
                return;
            }
        }
        if (steps.size() == MOST_STEPS) {
            steps.removeFirst();
        }
        steps.addLast(new StepTimes(1, to - from, computing, communicating, hidden));
    }

    private static @Nullable Integer sumOrGone(int before, int change) {
        return before + change == 0 ? null : before + change;
    }
}
