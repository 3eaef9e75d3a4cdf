package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Timeline;
import io.cohort.core.timeline.TimelinePart;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is late when the hosts' clocks are apart and the network between them takes its time, another one for each heartbeat. Time is played: it goes from
 * one thing that happens to the next.
 */
class ClocksApartTest {

    private static final long MS = 1_000_000;
    private static final long SEED = 20260521;
    private static final int SLOWEST_WAY_MS = 60;

    private final Simulation gang = Simulation.joined(2);
    private final SplittableRandom ways = new SplittableRandom(SEED);
    private final PriorityQueue<Happening> happenings =
            new PriorityQueue<>(Comparator.comparingLong(Happening::atNanos));
    private long nowNanos = 1_795_000_000_000L * MS;
    private final long beginNanos = nowNanos;

    private record Happening(long atNanos, Runnable what) {}

    /** A worker on a host of its own, with both clocks of that host. */
    private final class Worker {
        private final int rank;
        private final long apartNanos;
        private final LauncherClock clock;
        private final Timeline timeline;
        private long operation;

        /**
         * Begins.
         *
         * @param apartMs how far its clock is ahead of the launcher's
         */
        Worker(int rank, long apartMs) {
            this.rank = rank;
            this.apartNanos = apartMs * MS;
            this.clock = new LauncherClock(this::wallNanos);
            this.timeline = new Timeline(1024, () -> nowNanos - beginNanos + 7_000 * MS * rank);
        }

        private long wallNanos() {
            return nowNanos + apartNanos;
        }

        private long wallMs() {
            return wallNanos() / MS;
        }

        /** What a worker's heart does, with the way there and the way back. */
        void beat() {
            long sentMs = wallMs();
            byte[] part = clock.part(timeline);
            after(wayMs(), () -> {
                if (part.length > 0) {
                    gang.coordinator.timeline(rank, TimelinePart.decode(part));
                }
                long launcherMs = nowNanos / MS;
                after(wayMs(), () -> clock.answered(sentMs, launcherMs, wallMs()));
            });
            after(500, this::beat);
        }

        /** Does a step of so much work, then meets the other. */
        void step(long workMs, long untilMs) {
            timeline.enter(Activity.BACKWARD);
            after(workMs, () -> {
                timeline.leave(operation);
                long enteredNanos = timeline.nowNanos();
                operation++;
                long number = operation;
                after(
                        untilMs - workMs,
                        () -> timeline.operation(() -> Simulation.SUM, "worker", number, 4_000, 2, enteredNanos));
            });
        }
    }

    private long wayMs() {
        return 1 + ways.nextInt(SLOWEST_WAY_MS);
    }

    private void after(long ms, Runnable what) {
        happenings.add(new Happening(nowNanos + ms * MS, what));
    }

    private void play(long ms) {
        long end = nowNanos + ms * MS;
        for (Happening next = happenings.peek(); next != null && next.atNanos <= end; next = happenings.peek()) {
            happenings.remove();
            nowNanos = next.atNanos;
            next.what.run();
        }
        nowNanos = end;
        gang.pass(ms, 0, 1);
    }

    private List<Worker> workers(long apartMs) {
        List<Worker> workers = List.of(new Worker(0, 0), new Worker(1, apartMs));
        workers.forEach(Worker::beat);
        play(2_000); // As workers' hearts beat while the gang comes together.
        return workers;
    }

    private Stream<String> messages() {
        return gang.warnings().stream()
                .map(warning -> String.valueOf(warning.fields().get("message")));
    }

    @ParameterizedTest(name = "clock {0} ms ahead, rank {1} late, seed " + SEED)
    @CsvSource({"90000, 0", "90000, 1", "-90000, 0", "-90000, 1", "3600250, 0", "400, 0", "-400, 1"})
    void namesTheRankThatWasLateWhicheverClockIsAhead(long apartMs, int late) {
        List<Worker> workers = workers(apartMs);
        for (int step = 0; step < 10; step++) {
            workers.forEach(worker -> worker.step(50, 60));
            play(200);
        }
        workers.get(late).step(4_050, 4_060);
        workers.get(1 - late).step(50, 4_060);
        play(6_000);
        assertThat(messages()).singleElement().satisfies(message -> assertThat(message)
                .startsWith("rank " + late + " (worker-" + late + " on host" + late)
                .containsPattern("entered all-reduce #11 (3\\.9|4\\.0|4\\.1) s after the others")
                .endsWith("it was computing the backward pass"));
    }

    @Test
    void accusesNobodyForAClockThatIsAhead() {
        List<Worker> workers = workers(90_000);
        for (int step = 0; step < 100; step++) {
            workers.forEach(worker -> worker.step(50, 60));
            play(200);
        }
        gang.coordinator.sumUp();
        assertThat(messages()).isEmpty();
        List<?> ranks =
                (List<?>) gang.events.get(gang.events.size() - 1).fields().get("ranks");
        assertThat(ranks).extracting("operations", "longestLateMs").allSatisfy(row -> assertThat(
                        (double) row.toList().get(1))
                .as("seed %d", SEED)
                .isLessThan(SLOWEST_WAY_MS));
    }
}
