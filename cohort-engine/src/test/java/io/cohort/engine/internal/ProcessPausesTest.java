package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Span;
import io.cohort.core.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ProcessPausesTest {

    private static final long MS = 1_000_000;

    @Test
    void notesThatTheProcessGotNoTime() {
        AtomicLong now = new AtomicLong(1_000 * MS);
        Timeline timeline = new Timeline(8, now::get);
        try (ProcessPauses pauses = new ProcessPauses(List.of(timeline), 500)) {
            now.addAndGet(1_400 * MS);
            pauses.beat();
            assertThat(standstills(timeline)).as("a busy machine").isEmpty();
            now.addAndGet(3_000 * MS);
            pauses.beat();
            assertThat(standstills(timeline)).singleElement().satisfies(span -> assertThat(span.nanos())
                    .isEqualTo(2_500 * MS));
        }
    }

    @Test
    void notesGarbageCollectionsWhereTheyWere() {
        Timeline timeline = Timeline.usual();
        try (ProcessPauses pauses = new ProcessPauses(List.of(timeline), 500)) {
            long before = timeline.nowNanos();
            System.gc();
            long after = timeline.nowNanos();
            List<Span> collections = new ArrayList<>();
            long until = System.nanoTime() + 10_000 * MS;
            // One that began before may be told only now.
            while (collections.stream().noneMatch(span -> span.endNanos() > before) && System.nanoTime() < until) {
                LockSupport.parkNanos(MS);
                timeline.drain(timeline.nowNanos()).spans().stream()
                        .filter(span -> span.activity() == Activity.COLLECTION)
                        .forEach(collections::add);
            }
            assertThat(collections).isNotEmpty().anySatisfy(span -> {
                assertThat(span.name()).isNotBlank();
                assertThat(span.startNanos()).isGreaterThan(before - 20 * MS);
                assertThat(span.endNanos()).isLessThan(after + 100 * MS);
            });
        }
    }

    private static List<Span> standstills(Timeline timeline) {
        return timeline.drain(timeline.nowNanos()).spans().stream()
                .filter(span -> span.activity() == Activity.STANDSTILL)
                .toList();
    }
}
