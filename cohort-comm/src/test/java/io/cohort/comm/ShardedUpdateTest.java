package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.torch.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedUpdateTest {

    /** Of a rank's part: what travels inside a frame, what does not, and more than one block. */
    private static final List<Integer> PARTS = List.of(3, 8_000, (int) ShardUpdate.MOST_ELEMENTS + 17);

    static Stream<Arguments> groups() {
        return Stream.of("shm", "tcp", "gloo").flatMap(transport -> IntStream.rangeClosed(1, 4)
                .filter(size -> size > 1 || transport.equals("tcp"))
                .filter(size -> size <= 2 || !transport.equals("gloo"))
                .boxed()
                .flatMap(size -> Stream.of("both", "input", "output", "rank 0's", "none")
                        .filter(allocated -> allocated.equals("both") || transport.equals("shm"))
                        .map(allocated -> Arguments.of(transport, size, allocated))));
    }

    @ParameterizedTest(name = "{0} {1} allocated {2}")
    @MethodSource("groups")
    void handsOutWhatEachRankMakesOfItsPart(String transport, int size, String allocated) {
        Ranks.run(size, transport, group -> {
            for (int part : PARTS) {
                double[][] inputs = IntStream.range(0, size)
                        .mapToObj(rank -> Numbers.values(ElementType.FLOAT32, rank, part * size, false))
                        .toArray(double[][]::new);
                double[] sums = Numbers.reduced(inputs, ElementType.FLOAT32, ReduceOp.SUM);
                boolean firstRank = allocated.equals("rank 0's") && group.rank() == 0;
                Places places = new Places(group, part * size);
                Tensor input = places.take(firstRank || allocated.equals("both") || allocated.equals("input"));
                Tensor output = places.take(firstRank || allocated.equals("both") || allocated.equals("output"));
                input.copy_(Numbers.tensor(ElementType.FLOAT32, inputs[group.rank()]));
                output.fill_(new Scalar(5));
                List<Long> offsets = new ArrayList<>();

                for (int time = 0; time < 2; time++) {
                    group.shardedUpdate(input, output, ReduceOp.SUM, (offset, reduced) -> {
                                offsets.add(offset);
                                output.narrow(0, offset, reduced.numel()).sub_(reduced);
                            })
                            .await();
                }

                for (int i = 0; i < sums.length; i++) {
                    sums[i] = (float) ((float) (5 - sums[i]) - sums[i]);
                }
                assertThat(Numbers.read(output)).as("%d elements a rank", part).isEqualTo(sums);
                assertThat(Numbers.read(input)).as("the input stays").isEqualTo(inputs[group.rank()]);
                long begin = (long) part * group.rank();
                assertThat(offsets.subList(0, offsets.size() / 2))
                        .isEqualTo(offsets.subList(offsets.size() / 2, offsets.size()))
                        .containsExactlyElementsOf(begins(begin, part));
                places.close();
            }
            return null;
        });
    }

    private static List<Long> begins(long begin, int part) {
        return part > ShardUpdate.MOST_ELEMENTS ? List.of(begin, begin + ShardUpdate.MOST_ELEMENTS) : List.of(begin);
    }

    @ParameterizedTest
    @CsvSource({"shm,2,true", "shm,4,true", "shm,4,false", "tcp,2,true", "tcp,4,true"})
    void sendsAsMuchAsAnAllReduce(String transport, int ranks, boolean allocated) {
        int count = 16_000 * ranks;
        List<Long> sent = Ranks.run(ranks, transport, group -> {
            Places places = new Places(group, count);
            Tensor input = places.take(allocated);
            Tensor output = places.take(allocated);
            input.zero_();
            long before = group.bytesSent();
            group.shardedUpdate(input, output, ReduceOp.SUM, (offset, reduced) -> {})
                    .await();
            long bytes = group.bytesSent() - before;
            places.close();
            return bytes;
        });

        assertThat(sent).containsOnly(2 * 4L * count * (ranks - 1) / ranks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp", "gloo"})
    void endsOnEveryRankWhenAnUpdateThrows(String transport) {
        List<Ranks.Outcome<Object>> outcomes =
                Ranks.outcomes(2, transport, Ranks.TIMEOUT, new LocalLiveness(), group -> {
                    Tensor input = Numbers.filled(ElementType.FLOAT32, 40_000, 1);
                    Tensor output = Numbers.filled(ElementType.FLOAT32, 40_000, 1);
                    group.shardedUpdate(input, output, ReduceOp.SUM, (offset, reduced) -> {
                                if (group.rank() == 1) {
                                    throw new IllegalStateException("no such rule");
                                }
                            })
                            .await();
                    return null;
                });

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.error()).isInstanceOf(CommException.class));
        assertThat(outcomes.get(1).commError())
                .hasMessageContaining("no such rule")
                .message()
                .doesNotContain("Gloo says");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void refusesWhatCannotBeCutIntoPartsOrOverlaps(String transport) {
        Ranks.run(2, transport, group -> {
            Tensor odd = Numbers.filled(ElementType.FLOAT32, 7, 1);
            Tensor even = Numbers.filled(ElementType.FLOAT32, 8, 1);
            ShardUpdate none = (offset, reduced) -> {};
            assertThatThrownBy(() -> group.shardedUpdate(odd, odd.clone(), ReduceOp.SUM, none))
                    .hasMessageContaining("divisible by 2 ranks");
            assertThatThrownBy(() -> group.shardedUpdate(even, odd, ReduceOp.SUM, none))
                    .hasMessageContaining("output 7");
            assertThatThrownBy(() -> group.shardedUpdate(even, even, ReduceOp.SUM, none))
                    .hasMessageContaining("overlap");
            return null;
        });
    }

    /** Memory that the group allocated, on every rank although one may not use it, or ordinary memory. */
    private static final class Places implements AutoCloseable {
        private final ProcessGroup group;
        private final int count;
        private final List<GroupBuffer> buffers = new ArrayList<>();

        Places(ProcessGroup group, int count) {
            this.group = group;
            this.count = count;
        }

        Tensor take(boolean allocated) {
            GroupBuffer buffer = group.allocate(ElementType.FLOAT32, count);
            buffers.add(buffer);
            return allocated ? buffer.tensor() : Numbers.filled(ElementType.FLOAT32, count, 0);
        }

        @Override
        public void close() {
            buffers.forEach(GroupBuffer::close);
        }
    }
}
