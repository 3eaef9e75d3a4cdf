package io.cohort.comm;

import io.cohort.torch.ElementType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;

/**
 * One rank of several on some host, in a process of its own. For each algorithm it sums once, waits until it is told to go on, and sums {@link #TIMES} times more.
 * Arguments: folder, rank, size, its host's address, algorithms.
 */
final class HostRank {

    static final int COUNT = 1_000_000;
    static final int TIMES = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private HostRank() {}

    public static void main(String[] args) {
        FileRendezvous board = new FileRendezvous(Path.of(args[0]));
        int rank = Integer.parseInt(args[1]);
        int size = Integer.parseInt(args[2]);
        torch.set_num_threads(1);
        Liveness liveness = new ProcessLiveness(board, rank, size);
        for (String algorithm : Arrays.copyOfRange(args, 4, args.length)) {
            GroupOptions options =
                    new GroupOptions(algorithm, rank, size, 1, "auto", algorithm, args[3], PATIENCE, "secret");
            try (ProcessGroup group = ProcessGroups.open(options, board, liveness);
                    GroupBuffer buffer = group.allocate(ElementType.FLOAT32, COUNT)) {
                double[] values = Numbers.values(ElementType.FLOAT32, rank, COUNT, false);
                buffer.tensor().copy_(Numbers.tensor(ElementType.FLOAT32, values));
                group.allReduce(buffer.tensor(), ReduceOp.SUM).await();
                int hash = Arrays.hashCode(Numbers.read(buffer.tensor()));
                board.put(algorithm + "-sum/" + rank, bytes(group.transport() + " " + hash));
                board.get(algorithm + "-go", PATIENCE);
                for (int i = 0; i < TIMES; i++) {
                    group.allReduce(buffer.tensor(), ReduceOp.SUM).await();
                }
                board.put(algorithm + "-done/" + rank, bytes("yes"));
                board.get(algorithm + "-end", PATIENCE);
            }
        }
    }

    static double[] expectedSum(int size) {
        double[][] inputs = IntStream.range(0, size)
                .mapToObj(rank -> Numbers.values(ElementType.FLOAT32, rank, COUNT, false))
                .toArray(double[][]::new);
        return Numbers.reduced(inputs, ElementType.FLOAT32, ReduceOp.SUM);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
