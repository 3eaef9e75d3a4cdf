package io.cohort.comm;

import io.cohort.torch.ElementType;
import java.util.List;
import org.bytedeco.pytorch.Scalar;

/** Two ranks that share more memory than there may be in {@code /dev/shm}. Says the transport and what the sum is. */
final class SmallSharedMemory {

    private static final int MB = 1 << 20;

    private SmallSharedMemory() {}

    public static void main(String[] args) {
        long count = 40L * MB / 4;
        List<String> sums = Ranks.run(2, "shm", group -> {
            try (GroupBuffer buffer = group.allocate(ElementType.FLOAT32, count)) {
                buffer.tensor().fill_(new Scalar(group.rank() + 1.0));
                group.allReduce(buffer.tensor(), ReduceOp.SUM).await();
                return group.transport() + " " + buffer.tensor().min().item_double() + " "
                        + buffer.tensor().max().item_double();
            }
        });
        sums.forEach(System.out::println);
        System.exit(0);
    }
}
