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
 *   <li>communicating: an operation in which ranks meet is under way, from when the thread that runs it begins. So the time in a queue does not count, and
 *       waiting in it for ranks that come later does: {@link RankRecord#waitedNanos} tells how much that is. Messages do not count, for one may be
 *       awaited as long as one likes;
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
    /** When the latest steps began. */
    private final Deque<Long> beginNanos = new ArrayDeque<>();

    private final Deque<StepTimes> steps = new ArrayDeque<>();
    private long latestStep = -1;
    private boolean halfSeen;

    /** Takes in what the rank tells. Where something is missing, its last spans are whole; the step that they begin in is not. */
    void accept(TimelinePart part) {
        List<Span> spans = part.spans();
        if (part.unseen() > 0 || pending.size() > MOST_PENDING) {
            pending.clear();
            beginNanos.clear();
            halfSeen = true;
            spans = spans.subList(Math.max(0, spans.size() - Timeline.PLENTY), spans.size());
        }
        for (Span span : spans) {
            if (Kind.of(span) != Kind.NONE) {
                pending.add(span);
            }
            if (span.activity() == Activity.DATA && span.number() != latestStep) {
                latestStep = span.number();
                if (!halfSeen) {
                    beginNanos.addLast(span.startNanos());
                    settle();
                }
                halfSeen = false;
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
        if (beginNanos.size() < 3) {
            return;
        }
        long from = beginNanos.removeFirst();
        long to = beginNanos.getFirst();
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
