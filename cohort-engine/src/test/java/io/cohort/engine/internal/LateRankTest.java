package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.Event;
import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Span;
import io.cohort.core.timeline.TimelinePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LateRankTest {

    private static final long MS = 1_000_000;

    private final Simulation gang = Simulation.joined(2);
    private long step = 1;
    private long atMs = 10_000;

    /** Both come to an operation, rank 1 later by so much, because of what it did. */
    private void operate(long lateMs, Activity because) {
        operate(1, lateMs, because);
    }

    private void operate(int late, long lateMs, Activity because) {
        step++;
        long from = atMs;
        atMs += lateMs + 10;
        tell(1 - late, Activity.WAITING, operation(from, atMs));
        tell(
                late,
                Activity.WAITING,
                new Span(because, "", "", 0, 0, 0, from * MS, (from + lateMs) * MS),
                operation(from + lateMs, atMs));
        gang.pass(100, 0, 1);
    }

    private Span operation(long fromMs, long toMs) {
        return new Span(Activity.OPERATION, Simulation.SUM, "worker", step, 4000, 2, fromMs * MS, toMs * MS);
    }

    /** As of half a second later, so that no pause can still be on its way. */
    private void tell(int rank, Activity doing, Span... spans) {
        long at = (atMs + 500) * MS;
        gang.coordinator.timeline(rank, new TimelinePart(at, doing, at, step, step * 4000, 0, List.of(spans)));
    }

    private List<String> messages() {
        return gang.warnings().stream()
                .map(w -> String.valueOf(w.fields().get("message")))
                .toList();
    }

    @Test
    void namesTheRankThatWasInAGarbageCollection() {
        operate(3_100, Activity.COLLECTION);
        assertThat(messages())
                .containsExactly("rank 1 (worker-1 on host1, process 101) entered all-reduce #2 3.1 s after the others;"
                        + " it was in a 3.1 s garbage collection");
        assertThat(gang.warnings().get(0).fields())
                .containsEntry("kind", "slow-worker")
                .containsEntry("late", 1)
                .containsEntry("host", "host1");
    }

    @Test
    void warnsOnceOfARankThatIsSlowInEachStep() {
        for (int i = 0; i < 100; i++) {
            operate(200, Activity.BACKWARD);
        }
        assertThat(messages()).singleElement().satisfies(message -> assertThat(message)
                .startsWith("rank 1 (worker-1 on host1, process 101) is slow: within 3.1 s the others waited 3.0 s"
                        + " for it, in 15 operations; at worst it entered all-reduce #2 200 ms after the others;"
                        + " it was computing the backward pass"));
    }

    @Test
    void warnsAgainOnceItHadCaughtUp() {
        operate(3_500, Activity.DATA);
        operate(500, Activity.DATA);
        atMs += 20_000;
        operate(3_500, Activity.DATA);
        assertThat(messages()).hasSize(2).allSatisfy(message -> assertThat(message)
                .endsWith("it was loading data"));
    }

    @Test
    void doesNotWarnOfTheRankThatWritesForAll() {
        operate(5_000, Activity.CHECKPOINT);
        assertThat(messages()).isEmpty();
    }

    @Test
    void doesNotWarnOfRanksThatAreLateByTurns() {
        for (int i = 0; i < 400; i++) {
            operate(i % 2, 15, Activity.BACKWARD);
        }
        assertThat(messages()).isEmpty();
    }

    @Test
    void doesNotSpeakTwiceOfTheSameWait() {
        step = 2;
        for (int second = 0; second < 10; second++) {
            gang.waits(0, 2, 1);
            tell(1, Activity.DATA);
            gang.pass(1_000, 0, 1);
        }
        assertThat(messages()).singleElement().satisfies(message -> assertThat(message)
                .contains("is late: rank 0 waited 8 s for it")
                .contains("When last heard it was loading data, for 0.0 ms"));
        step = 1;
        operate(10_000, Activity.DATA);
        assertThat(gang.warnings()).hasSize(1);
    }

    @Test
    void saysWhatALostRankWasDoing() {
        long at = 20_000 * MS;
        gang.coordinator.timeline(1, new TimelinePart(at, Activity.BACKWARD, at - 400 * MS, 3, 12, 0, List.of()));
        gang.coordinator.lost(1, ExitCode.loss(137, List.of()));
        gang.pass(2_000, 0);
        assertThat(gang.verdict().message()).contains("When last heard it was computing the backward pass, for 400 ms");
    }

    @Test
    void sumsUpEveryTenSecondsAndAtTheEnd() {
        operate(100, Activity.DATA);
        gang.pass(10_100, 0, 1);
        gang.coordinator.sumUp();
        List<Event> sums = new ArrayList<>(gang.events);
        sums.removeIf(e -> !e.type().equals("ranks"));
        assertThat(sums).hasSize(2);
        List<?> ranks = (List<?>) sums.get(1).fields().get("ranks");
        assertThat(ranks).hasSize(2);
        assertThat((Map<?, ?>) ranks.get(1))
                .extracting("host", "operations", "awaitedMs", "longestLate")
                .containsExactly(
                        "host1",
                        2L,
                        100.0,
                        "rank 1 (worker-1 on host1, process 101) entered all-reduce #2 100 ms after the others;"
                                + " it was loading data");
    }

    @Test
    void warnsOfWhatCameJustBeforeTheEnd() {
        step = 2;
        long at = atMs + 4_000;
        gang.coordinator.timeline(0, toldAt(at, operation(atMs, at)));
        gang.coordinator.timeline(1, toldAt(at, operation(at - 1, at)));
        gang.pass(100, 0, 1);
        assertThat(messages()).as("why may still be on its way").isEmpty();

        gang.coordinator.sumUp();

        assertThat(messages()).singleElement().satisfies(message -> assertThat(message)
                .endsWith("entered all-reduce #2 4.0 s after the others; it was computing"));
        assertThat(gang.events.get(gang.events.size() - 1).type()).isEqualTo("ranks");
    }

    private static TimelinePart toldAt(long atMs, Span span) {
        return new TimelinePart(atMs * MS, Activity.COMPUTING, atMs * MS, 1, 4_000, 0, List.of(span));
    }

    @Test
    void saysNothingOfRanksThatNeverMet() {
        gang.coordinator.sumUp();
        assertThat(gang.events).extracting(Event::type).containsOnly("worker");
    }
}
