package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohort.torch.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.pytorch.Tensor;

class AlgorithmsPropertyTest {

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 6), Arbitraries.integers().between(7, 60_001));
    }

    @Property(tries = 20, seed = "20260102")
    void directAndTreeKeepTheContractedOrder(
            @ForAll @IntRange(min = 2, max = 5) int ranks,
            @ForAll("counts") int count,
            @ForAll ElementType type,
            @ForAll ReduceOp op) {
        double[][] inputs = inputs(ranks, type, count);
        double[] expected = Numbers.reduced(inputs, type, op);
        for (String algorithm : List.of("direct", "tree")) {
            for (double[] sum : reduced(inputs, type, op, algorithm)) {
                assertThat(sum).as(algorithm).isEqualTo(expected);
            }
        }
    }

    @Property(tries = 20, seed = "20260103")
    void everyAlgorithmAgreesWithTheDoubleSumAndGivesAllRanksTheSameBits(
            @ForAll @IntRange(min = 2, max = 5) int ranks, @ForAll("counts") int count, @ForAll ElementType type) {
        double[][] inputs = inputs(ranks, type, count);
        for (String algorithm : List.of("ring", "tree", "direct")) {
            List<double[]> sums = reduced(inputs, type, ReduceOp.SUM, algorithm);
            for (double[] sum : sums) {
                assertThat(sum).as(algorithm).isEqualTo(sums.get(0));
            }
            for (int i = 0; i < count; i++) {
                requireNear(sums.get(0)[i], column(inputs, i), type);
            }
        }
    }

    /** The ring's order, written down a second time: a chunk begins at the rank of its number. */
    @Example
    void ringSumsEachChunkFromItsOwnRankOn() {
        int ranks = 3;
        int count = 8 * 9 * ranks; // nine cache lines of float64 a chunk
        double[][] inputs = inputs(ranks, ElementType.FLOAT64, count);
        double[] expected = new double[count];
        for (int i = 0; i < count; i++) {
            int chunk = i / (8 * 9);
            expected[i] = inputs[chunk][i];
            for (int next = 1; next < ranks; next++) {
                expected[i] += inputs[(chunk + next) % ranks][i];
            }
        }
        assertThat(expected).isNotEqualTo(Numbers.reduced(inputs, ElementType.FLOAT64, ReduceOp.SUM));
        for (double[] sum : reduced(inputs, ElementType.FLOAT64, ReduceOp.SUM, "ring")) {
            assertThat(sum).isEqualTo(expected);
        }
    }

    /** Every rank's result, in plain memory and in the group's own, over both transports. */
    private static List<double[]> reduced(double[][] inputs, ElementType type, ReduceOp op, String algorithm) {
        List<double[]> all = new ArrayList<>();
        for (String transport : List.of("shm", "tcp")) {
            all.addAll(Ranks.run(inputs.length, transport, algorithm, group -> {
                double[] values = inputs[group.rank()];
                try (GroupBuffer buffer = group.allocate(type, values.length)) {
                    buffer.tensor().copy_(Numbers.tensor(type, values));
                    Tensor plain = Numbers.tensor(type, values);
                    group.allReduce(buffer.tensor(), op).await();
                    group.allReduce(plain, op).await();
                    assertThat(Numbers.read(plain)).isEqualTo(Numbers.read(buffer.tensor()));
                    return Numbers.read(plain);
                }
            }));
        }
        return all;
    }

    private static double[][] inputs(int ranks, ElementType type, int count) {
        return IntStream.range(0, ranks)
                .mapToObj(rank -> Numbers.values(type, rank, count, false))
                .toArray(double[][]::new);
    }

    private static double[] column(double[][] inputs, int i) {
        return Arrays.stream(inputs).mapToDouble(values -> values[i]).toArray();
    }

    /** Each of P−1 additions may be off by half a unit in the last place of what the magnitudes add up to. */
    private static void requireNear(double sum, double[] column, ElementType type) {
        double magnitude = Arrays.stream(column).map(Math::abs).sum();
        double unit =
                switch (type) {
                    case FLOAT64 -> 0x1p-53;
                    case FLOAT32 -> 0x1p-24;
                    case FP16 -> 0x1p-11;
                    case BF16 -> 0x1p-8;
                    case INT8, INT32, INT64 -> 0;
                };
        double smallest = type == ElementType.FP16 ? 0x1p-24 : 0;
        assertThat(sum)
                .isCloseTo(Arrays.stream(column).sum(), within(column.length * (magnitude * unit * 1.01 + smallest)));
    }
}
