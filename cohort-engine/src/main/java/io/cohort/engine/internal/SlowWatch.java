package io.cohort.engine.internal;

import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Late;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/**
 * Notices one rank that holds the others up: once for long, or again and again. Pure; guarded by the coordinator's lock.
 *
 * <p>A rank that others waited for through half of the last {@value #WINDOW_S} seconds is spoken of once, and again after it has caught up.
 */
final class SlowWatch {

    private static final int WINDOW_S = 6;
    private static final long WINDOW_NANOS = WINDOW_S * 1_000_000_000L;
    private static final long SLOW_NANOS = WINDOW_NANOS / 2;
    private static final long CAUGHT_UP_NANOS = WINDOW_NANOS / 10;

    private final Deque<Late> recent = new ArrayDeque<>();
    private long sumNanos;
    private boolean spokenOf;

    /** Takes in that the rank was late. @return what to say about it, now that it is too much */
    Optional<String> note(Late late, String who) {
        if (late.why() == Activity.CHECKPOINT || late.operation().number() == 1) {
            return Optional.empty(); // one rank writes for all; and nobody begins at the same moment
        }
        forget(late.atNanos() - WINDOW_NANOS);
        spokenOf &= sumNanos > CAUGHT_UP_NANOS;
        recent.addLast(late);
        sumNanos += late.nanos();
        if (spokenOf || sumNanos < SLOW_NANOS) {
            return Optional.empty();
        }
        spokenOf = true;
        return Optional.of(late.nanos() >= SLOW_NANOS ? late.sentence(who) : again(late, who));
    }

    private String again(Late last, String who) {
        Late worst = recent.stream().max(Comparator.comparingLong(Late::nanos)).orElse(last);
        long sinceNanos =
                last.atNanos() - recent.getFirst().atNanos() + recent.getFirst().nanos();
        return who + " is slow: within " + Late.duration(sinceNanos) + " the others waited "
                + Late.duration(sumNanos) + " for it, in " + recent.size() + " operations; at worst "
                + worst.sentence("it");
    }

    private void forget(long beforeNanos) {
        while (!recent.isEmpty() && recent.getFirst().atNanos() < beforeNanos) {
            sumNanos -= recent.removeFirst().nanos();
        }
    }
}
