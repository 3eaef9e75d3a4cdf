package io.cohort.comm.internal.collective;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.ReduceOp;
import io.cohort.comm.Verdict;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.fault.Roster;
import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.OperationKind;
import io.cohort.torch.ElementType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts the steps that the comments of the collectives promise. */
class StepsTest {

    private static final long SMALL = 1024;
    private static final long LARGE = 30 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void directTakesTwoStepsAndOneForWhatIsSmall(int ranks) {
        assertThat(steps("direct", ranks, LARGE)).isEqualTo(2);
        assertThat(steps("direct", ranks, SMALL)).isEqualTo(1);
        assertThat(steps("direct", ranks, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void ringTakesTwiceAsManyStepsAsItHasLinks(int ranks) {
        assertThat(steps("ring", ranks, LARGE)).isEqualTo(2 * (ranks - 1));
        assertThat(steps("ring", ranks, 0)).isEqualTo(2 * (ranks - 1));
    }

    /** Where P is no power of two some ranks' parts arrive earlier, so that the longest chain can be shorter. */
    @ParameterizedTest
    @CsvSource({"2,2", "3,4", "4,4", "5,6", "8,6"})
    void treeTakesTwiceItsDepth(int ranks, int promised) {
        int steps = steps("tree", ranks, LARGE);
        assertThat(steps).isLessThanOrEqualTo(promised);
        if (Integer.bitCount(ranks) == 1) {
            assertThat(steps).isEqualTo(promised);
        }
    }

    @ParameterizedTest
    @CsvSource({"2,2", "2,4", "3,2"})
    void hostsTakeFourSteps(int hosts, int localRanks) {
        Optional<HostGrid> grid = Optional.of(new HostGrid(hosts, localRanks));
        int ranks = hosts * localRanks;
        assertThat(steps(new Collectives("auto", grid), ranks, LARGE)).isEqualTo(4);
        assertThat(steps(new Collectives("auto", grid), ranks, SMALL)).isEqualTo(1);
        assertThat(steps(new Collectives("direct", grid), ranks, LARGE)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"2,2,2", "2,2,7", "2,4,3"})
    void furtherSegmentsTakeAtMostAStepEach(int hosts, int localRanks, int segments) {
        int ranks = hosts * localRanks;
        long bytes = (long) segments * ranks * CountedWires.CHUNK_BYTES;
        assertThat(steps("direct", ranks, bytes)).isLessThanOrEqualTo(2 + (segments - 1));
        Optional<HostGrid> grid = Optional.of(new HostGrid(hosts, localRanks));
        assertThat(steps(new Collectives("auto", grid), ranks, bytes)).isLessThanOrEqualTo(4 + (segments - 1));
    }

    /** The last segment is shorter than the others; each is cut into chunks of whole cache lines. */
    @ParameterizedTest
    @CsvSource({"2,2", "2,5", "3,3", "4,2", "4,4", "5,3"})
    void ringGoesRoundTwiceForEachSegmentAndSendsNoMoreForIt(int ranks, int segments) {
        long segment = ranks * 64L * 10;
        long bytes = segment * segments - ranks * 64L * 3;
        Counts counts = counts(new RingAllReduce(segment), ranks, bytes, ElementType.FLOAT32);
        assertThat(counts.steps).isEqualTo(2 * (ranks - 1) * segments);
        assertThat(counts.bytes).containsOnly(2 * bytes * (ranks - 1) / ranks);
    }

    @ParameterizedTest
    @CsvSource({"2,2,2", "3,4,2", "4,4,3", "5,6,4", "8,6,3"})
    void treeGoesUpAndDownForEachSegmentAndSendsNoMoreForIt(int ranks, int promised, int segments) {
        long bytes = 1000L * segments - 300;
        Counts counts = counts(new TreeAllReduce(1000), ranks, bytes, ElementType.FLOAT32);
        assertThat(counts.steps).isLessThanOrEqualTo(promised * segments);
        if (Integer.bitCount(ranks) == 1) {
            assertThat(counts.steps).isEqualTo(promised * segments);
        }
        assertThat(sum(counts.bytes)).isEqualTo(2 * bytes * (ranks - 1));
        Counts wide = counts(new TreeAllReduce(1000), ranks, bytes, ElementType.BF16);
        assertThat(sum(wide.bytes)).as("wide on its way up").isEqualTo(3 * bytes * (ranks - 1));
    }

    private static long sum(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).sum();
    }

    private static int steps(String algorithm, int ranks, long bytes) {
        return steps(new Collectives(algorithm, Optional.empty()), ranks, bytes);
    }

    private static int steps(Collectives collectives, int ranks, long bytes) {
        return counts(collectives.of(OperationKind.ALL_REDUCE), ranks, bytes, ElementType.FLOAT32).steps;
    }

    /** The longest chain of frames, and the bytes that each rank sent. */
    private record Counts(int steps, List<Long> bytes) {}

    private static Counts counts(Collective collective, int ranks, long bytes, ElementType type) {
        CountedWires wires = new CountedWires(ranks);
        ExecutorService threads = Executors.newFixedThreadPool(ranks);
        try {
            List<Future<Long>> sent = IntStream.range(0, ranks)
                    .mapToObj(rank -> threads.submit(() -> run(collective, wires.of(rank), rank, ranks, bytes, type)))
                    .toList();
            List<Long> sentBytes = new ArrayList<>();
            for (Future<Long> future : sent) {
                sentBytes.add(future.get(20, TimeUnit.SECONDS));
            }
            return new Counts(wires.steps(), sentBytes);
        } catch (Exception e) {
            throw new AssertionError("of " + ranks + " ranks", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long run(
            Collective collective, CountedWires.Counted wire, int rank, int ranks, long bytes, ElementType type) {
        Fingerprint sum = new Fingerprint(OperationKind.ALL_REDUCE, ReduceOp.SUM, type, -1, bytes / type.bytes());
        List<Integer> gang = new ArrayList<>(IntStream.range(0, ranks).boxed().toList());
        GroupFate fate = new GroupFate(
                new Roster("steps", rank, gang, Collections.nCopies(ranks, "here")), new Alive(), Duration.ZERO);
        PlainMemory memory = new PlainMemory(bytes);
        try (Workbench bench = new Workbench()) {
            Watch watch = new Watch(fate, 1, sum, Duration.ofSeconds(20));
            Exchange exchange = new Exchange(wire, rank, ranks, 1, sum, watch);
            collective.run(exchange, memory.memory(), memory.memory(), bench);
            return exchange.sentBytes();
        } finally {
            memory.free();
        }
    }

    private static final class Alive implements Liveness {
        @Override
        public Optional<Verdict> verdict() {
            return Optional.empty();
        }

        @Override
        public void report(Suspicion suspicion) {}

        @Override
        public void waiting(OperationState state) {}
    }
}
