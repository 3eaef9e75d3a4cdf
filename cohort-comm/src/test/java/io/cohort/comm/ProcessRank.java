package io.cohort.comm;

import io.cohort.torch.ElementType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One rank in a process of its own. Sums once, then works until somebody is lost. Arguments: folder, rank, size, transport. */
final class ProcessRank {

    private static final int COUNT = 300_001;

    private ProcessRank() {}

    public static void main(String[] args) {
        FileRendezvous board = new FileRendezvous(Path.of(args[0]));
        int rank = Integer.parseInt(args[1]);
        int size = Integer.parseInt(args[2]);
        torch.set_num_threads(1);
        Liveness liveness = new ProcessLiveness(board, rank, size);
        try (ProcessGroup group =
                ProcessGroups.open(Ranks.options(rank, size, args[3], Duration.ofSeconds(60)), board, liveness)) {
            board.put("sum/" + rank, bytes(sum(group)));
            workUntilSomebodyIsLost(group, board);
        } catch (CommException e) {
            board.put(
                    "outcome/" + rank,
                    bytes(e.verdict().kind() + " " + e.verdict().rank() + " " + e.getMessage()));
        }
    }

    static double[] expectedSum(int size) {
        double[][] inputs = IntStream.range(0, size)
                .mapToObj(rank -> Numbers.values(ElementType.FLOAT32, rank, COUNT, false))
                .toArray(double[][]::new);
        return Numbers.reduced(inputs, ElementType.FLOAT32, ReduceOp.SUM);
    }

    private static String sum(ProcessGroup group) {
        try (GroupBuffer buffer = group.allocate(ElementType.FLOAT32, COUNT)) {
            double[] values = Numbers.values(ElementType.FLOAT32, group.rank(), COUNT, false);
            buffer.tensor().copy_(Numbers.tensor(ElementType.FLOAT32, values));
            group.allReduce(buffer.tensor(), ReduceOp.SUM).await();
            return group.transport() + " " + Arrays.hashCode(Numbers.read(buffer.tensor()));
        }
    }

    private static void workUntilSomebodyIsLost(ProcessGroup group, FileRendezvous board) {
        try (GroupBuffer buffer = group.allocate(ElementType.FLOAT32, 1_000_000)) {
            Tensor tensor = buffer.tensor();
            for (int i = 0; true; i++) {
                group.allReduce(tensor, ReduceOp.MAX).await();
                if (i == 20) {
                    board.put("running/" + group.rank(), bytes("yes"));
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
