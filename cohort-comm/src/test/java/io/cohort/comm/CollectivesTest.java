package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CollectivesTest {

    private static final List<ElementType> TYPES = List.of(ElementType.values());

    static Stream<Arguments> groups() {
        return Stream.of("shm", "tcp", "gloo").flatMap(transport -> IntStream.rangeClosed(1, 5)
                .filter(size -> size > 1 || transport.equals("tcp"))
                .filter(size -> size <= 3 || !transport.equals("gloo"))
                .mapToObj(size -> Arguments.of(transport, size)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("groups")
    void reducesEveryTypeInTheContractedOrder(String transport, int size) {
        boolean exact = transport.equals("gloo");
        Ranks.run(size, transport, group -> {
            for (ElementType type : TYPES) {
                for (ReduceOp op : ReduceOp.values()) {
                    double[][] inputs = inputs(size, type, 1000 + size, exact);
                    double[] expected = Numbers.reduced(inputs, type, op);
                    Tensor tensor = Numbers.tensor(type, inputs[group.rank()]);
                    group.allReduce(tensor, op).await();
                    assertThat(Numbers.read(tensor)).as("%s %s", type, op).isEqualTo(expected);

                    int root = size - 1;
                    Tensor reduced = Numbers.tensor(type, inputs[group.rank()]);
                    group.reduce(reduced, root, op).await();
                    if (group.rank() == root) {
                        assertThat(Numbers.read(reduced)).isEqualTo(expected);
                    } else if (!exact) {
                        assertThat(Numbers.read(reduced)).isEqualTo(inputs[group.rank()]);
                    }
                }
            }
            return null;
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("groups")
    void scattersReducedPartsToTheirRanks(String transport, int size) {
        boolean exact = transport.equals("gloo");
        Ranks.run(size, transport, group -> {
            for (ElementType type : TYPES) {
                double[][] inputs = inputs(size, type, 300 * size, exact);
                double[] expected = Numbers.reduced(inputs, type, ReduceOp.SUM);
                Tensor input = Numbers.tensor(type, inputs[group.rank()]);
                Tensor output = Numbers.filled(type, 300, 1);
                group.reduceScatter(input, output, ReduceOp.SUM).await();
                assertThat(Numbers.read(output)).as("%s", type).isEqualTo(part(expected, group.rank(), 300));
                assertThat(Numbers.read(input)).as("input stays").isEqualTo(inputs[group.rank()]);
            }
            return null;
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("groups")
    void movesEveryTypeBetweenRanks(String transport, int size) {
        Ranks.run(size, transport, group -> {
            int rank = group.rank();
            for (ElementType type : TYPES) {
                double[][] inputs = inputs(size, type, 200, true);
                double[] joined =
                        Arrays.stream(inputs).flatMapToDouble(Arrays::stream).toArray();

                Tensor gathered = Numbers.filled(type, 200 * size, 1);
                group.allGather(Numbers.tensor(type, inputs[rank]), gathered).await();
                assertThat(Numbers.read(gathered)).as("all-gather %s", type).isEqualTo(joined);

                for (int root = 0; root < size; root++) {
                    Tensor cast = Numbers.tensor(type, inputs[rank]);
                    group.broadcast(cast, root).await();
                    assertThat(Numbers.read(cast)).as("broadcast %s", type).isEqualTo(inputs[root]);

                    Tensor atRoot = Numbers.filled(type, rank == root ? 200 * size : 1, 1);
                    group.gather(Numbers.tensor(type, inputs[rank]), atRoot, root)
                            .await();
                    assertThat(Numbers.read(atRoot))
                            .as("gather %s", type)
                            .isEqualTo(rank == root ? joined : new double[] {1});

                    Tensor whole = Numbers.tensor(type, rank == root ? joined : new double[0]);
                    Tensor own = Numbers.filled(type, 200, 1);
                    group.scatter(whole, own, root).await();
                    assertThat(Numbers.read(own)).as("scatter %s", type).isEqualTo(inputs[rank]);
                }

                Tensor exchanged = Numbers.filled(type, 100 * size, 1);
                Tensor mine = Numbers.tensor(type, ramp(rank, size));
                group.allToAll(mine, exchanged).await();
                assertThat(Numbers.read(exchanged)).as("all-to-all %s", type).isEqualTo(transposed(rank, size));
            }
            group.barrier().await();
            return null;
        });
    }

    private static double[][] inputs(int size, ElementType type, int count, boolean exact) {
        return IntStream.range(0, size)
                .mapToObj(rank -> Numbers.values(type, rank, count, exact))
                .toArray(double[][]::new);
    }

    private static double[] part(double[] whole, int rank, int count) {
        return Arrays.copyOfRange(whole, rank * count, (rank + 1) * count);
    }

    /** 100 numbers for each peer that tell who sent them to whom. */
    private static double[] ramp(int rank, int size) {
        return IntStream.range(0, 100 * size)
                .mapToDouble(i -> rank * 10 + i / 100)
                .toArray();
    }

    private static double[] transposed(int rank, int size) {
        return IntStream.range(0, 100 * size)
                .mapToDouble(i -> i / 100 * 10 + rank)
                .toArray();
    }
}
