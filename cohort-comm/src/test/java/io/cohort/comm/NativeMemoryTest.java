package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.ElementType;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {

    private static final int WARM_UP = 1000;
    private static final int OPERATIONS = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void staysFlatOverManySmallOperations(String transport) {
        Ranks.run(2, transport, group -> {
            try (GroupBuffer buffer = group.allocate(ElementType.FLOAT32, 1000)) {
                Tensor tensor = buffer.tensor();
                reduce(group, tensor, WARM_UP);
                long tracked = Pointer.totalBytes();
                long resident = Pointer.physicalBytes();
                reduce(group, tensor, OPERATIONS);
                assertThat(Pointer.totalBytes() - tracked).as("tracked bytes").isLessThan(100_000);
                assertThat(Pointer.physicalBytes() - resident)
                        .as("resident bytes")
                        .isLessThan(64L << 20);
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void givesBuffersBack(String transport) {
        Ranks.run(2, transport, group -> {
            long resident = 0;
            for (int i = 0; i < 12; i++) {
                try (GroupBuffer buffer = group.allocate(ElementType.FLOAT32, 8_000_000)) {
                    group.allReduce(buffer.tensor(), ReduceOp.SUM).await();
                }
                group.barrier().await();
                if (i == 3) {
                    resident = Pointer.physicalBytes();
                }
            }
            assertThat(Pointer.physicalBytes() - resident).as("resident bytes").isLessThan(128L << 20);
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void readsAPeersBufferWhenItsOwnIsClosed(String transport) {
        Ranks.run(2, transport, group -> {
            int count = 100_000;
            GroupBuffer buffer = group.allocate(ElementType.FLOAT32, count);
            buffer.tensor().fill_(new Scalar(group.rank() + 1));
            Tensor sent = group.rank() == 0 ? Numbers.filled(ElementType.FLOAT32, count, 1) : buffer.tensor();
            if (group.rank() == 0) {
                buffer.close();
            }
            Tensor gathered = Numbers.filled(ElementType.FLOAT32, 2 * count, 0);
            group.allGather(sent, gathered).await();
            assertThat(gathered.narrow(0, count, count).min().item_float()).isEqualTo(2f);
            group.barrier().await();
            buffer.close();
            buffer.close();
            return null;
        });
    }

    private static void reduce(ProcessGroup group, Tensor tensor, int times) {
        for (int i = 0; i < times; i++) {
            group.allReduce(tensor, ReduceOp.MAX).await();
        }
    }
}
