package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

class AllReducePropertyTest {

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 6), Arbitraries.integers().between(0, 200_000));
    }

    @Property(tries = 25, seed = "20260101")
    void givesTheSameBitsOverEveryTransportAndForEverySizeAndOffset(
            @ForAll @IntRange(min = 2, max = 5) int ranks,
            @ForAll("counts") int count,
            @ForAll @IntRange(max = 17) int offset,
            @ForAll ElementType type,
            @ForAll ReduceOp op) {
        double[][] inputs = IntStream.range(0, ranks)
                .mapToObj(rank -> Numbers.values(type, rank, count, false))
                .toArray(double[][]::new);
        double[] expected = Numbers.reduced(inputs, type, op);
        double[] fives = new double[offset];
        Arrays.fill(fives, 5);
        for (String transport : List.of("shm", "tcp")) {
            Ranks.run(ranks, transport, group -> {
                try (GroupBuffer buffer = group.allocate(type, count + offset + 3);
                        GroupBuffer again = group.allocate(type, count)) {
                    Tensor before = buffer.tensor().narrow(0, 0, offset).fill_(new Scalar(5));
                    Tensor view = buffer.tensor().narrow(0, offset, count);
                    view.copy_(Numbers.tensor(type, inputs[group.rank()]));
                    Tensor plain = Numbers.tensor(type, inputs[group.rank()]);
                    Work first = group.allReduce(view, op);
                    Work second = group.allReduce(plain, op);
                    first.await();
                    second.await();
                    // Some ranks' parts are seen where they lie, and replaced there; that of the last one is landed.
                    boolean last = group.rank() == group.size() - 1;
                    Tensor seen = last ? Numbers.tensor(type, inputs[group.rank()]) : again.tensor();
                    seen.copy_(Numbers.tensor(type, inputs[group.rank()]));
                    group.allReduce(seen, op).await();
                    assertThat(Numbers.read(seen)).as("in buffers but for one").isEqualTo(expected);
                    assertThat(Numbers.read(view)).as("in a buffer").isEqualTo(expected);
                    assertThat(Numbers.read(plain)).as("in plain memory").isEqualTo(expected);
                    assertThat(Numbers.read(before)).as("what lies before").isEqualTo(fives);
                }
                return null;
            });
        }
    }
}
