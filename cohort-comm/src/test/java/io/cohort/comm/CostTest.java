package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.ElementType;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts the bytes that the comments of the collectives promise. */
class CostTest {

    @ParameterizedTest
    @CsvSource({"shm,2", "shm,4", "tcp,2", "tcp,4", "shm,5"})
    void sendsWhatIsPromised(String transport, int ranks) {
        int count = 16 * 60 * ranks;
        long bytes = 4L * count;
        Ranks.run(ranks, transport, group -> {
            try (GroupBuffer buffer = group.allocate(ElementType.FLOAT32, count)) {
                Tensor whole = buffer.tensor();
                Tensor part = Numbers.filled(ElementType.FLOAT32, count / ranks, 1);
                boolean root = group.rank() == 0;
                long part1 = bytes / ranks;
                assertThat(group.bytesSent()).as("allocation sends no payload").isZero();
                assertThat(cost(group, () -> group.allReduce(whole, ReduceOp.SUM)))
                        .isEqualTo(2 * bytes * (ranks - 1) / ranks);
                assertThat(cost(group, () -> group.reduceScatter(whole, part, ReduceOp.SUM)))
                        .isEqualTo(bytes * (ranks - 1) / ranks);
                assertThat(cost(group, () -> group.allGather(part, whole))).isEqualTo(part1 * (ranks - 1));
                assertThat(cost(group, () -> group.reduce(whole, 0, ReduceOp.SUM)))
                        .isEqualTo(root ? bytes * (ranks - 1) / ranks : bytes);
                assertThat(cost(group, () -> group.broadcast(whole, 0))).isEqualTo(root ? bytes * (ranks - 1) : 0);
                assertThat(cost(group, () -> group.gather(part, whole, 0))).isEqualTo(root ? 0 : part1);
                assertThat(cost(group, () -> group.scatter(whole, part, 0))).isEqualTo(root ? part1 * (ranks - 1) : 0);
                Tensor other = Numbers.filled(ElementType.FLOAT32, count, 1);
                assertThat(cost(group, () -> group.allToAll(whole, other))).isEqualTo(part1 * (ranks - 1));
                assertThat(cost(group, group::barrier)).isZero();
                int next = (group.rank() + 1) % ranks;
                int before = (group.rank() + ranks - 1) % ranks;
                Work receive = group.receive(other, before, 0);
                assertThat(cost(group, () -> group.send(whole, next, 0))).isEqualTo(bytes);
                receive.await();
                group.barrier().await();
            }
            return null;
        });
    }

    @ParameterizedTest
    @CsvSource({"shm,2", "shm,5", "tcp,3", "tcp,4"})
    void sendsWhatTheNamedAlgorithmsPromise(String transport, int ranks) {
        int count = 16 * 60 * ranks;
        long bytes = 4L * count;
        List<Long> ring = Ranks.run(ranks, transport, "ring", group -> costOfSum(group, ElementType.FLOAT32, count));
        assertThat(ring).as("ring").containsOnly(2 * bytes * (ranks - 1) / ranks);
        List<Long> tree = Ranks.run(ranks, transport, "tree", group -> costOfSum(group, ElementType.FLOAT32, count));
        assertThat(sum(tree)).as("tree").isEqualTo(2 * bytes * (ranks - 1));
        List<Long> wide = Ranks.run(ranks, transport, "tree", group -> costOfSum(group, ElementType.BF16, 2 * count));
        assertThat(sum(wide)).as("tree, wide on its way up").isEqualTo(3 * bytes * (ranks - 1));
    }

    @ParameterizedTest
    @CsvSource({"shm,2", "shm,4", "tcp,4", "tcp,5"})
    void tellsEveryoneInOneStepWhatIsSmall(String transport, int ranks) {
        int count = 60;
        Ranks.run(ranks, transport, group -> {
            Tensor tensor = Numbers.filled(ElementType.FLOAT32, count, 1);
            assertThat(cost(group, () -> group.allReduce(tensor, ReduceOp.SUM))).isEqualTo(4L * count * (ranks - 1));
            assertThat(tensor.min().item_float()).isEqualTo(ranks);
            return null;
        });
    }

    @ParameterizedTest
    @CsvSource({"shm,auto", "tcp,auto", "shm,ring", "tcp,ring", "tcp,tree"})
    void reducesMoreThanOneSegment(String transport, String algorithm) {
        int count = 20_000_001; // 80 MB: a segment of 64 MB and a rest
        List<Double> sums = Ranks.run(2, transport, algorithm, group -> {
            try (GroupBuffer buffer = group.allocate(ElementType.FLOAT32, count)) {
                buffer.tensor().fill_(new Scalar(group.rank() + 1));
                group.allReduce(buffer.tensor(), ReduceOp.SUM).await();
                assertThat(buffer.tensor().min().item_float()).isEqualTo(3f);
                return (double) buffer.tensor().max().item_float();
            }
        });
        assertThat(sums).containsOnly(3.0);
    }

    private static long costOfSum(ProcessGroup group, ElementType type, int count) {
        Tensor tensor = Numbers.filled(type, count, 1);
        return cost(group, () -> group.allReduce(tensor, ReduceOp.SUM));
    }

    private static long sum(List<Long> costs) {
        return costs.stream().mapToLong(Long::longValue).sum();
    }

    private interface Start {
        Work start();
    }

    private static long cost(ProcessGroup group, Start start) {
        long before = group.bytesSent();
        start.start().await();
        return group.bytesSent() - before;
    }
}
