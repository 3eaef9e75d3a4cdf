package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cohort.torch.ElementType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of one host listen on loopback, if at all. */
@Timeout(60)
class ListeningTest {

    /** Looks where this process listens whenever ranks exchange something while they open a group. */
    private record Looking(LocalRendezvous board, Queue<String> seen) implements Rendezvous {

        @Override
        public void put(String key, byte[] value) {
            board.put(key, value);
        }

        @Override
        public byte[] get(String key, Duration deadline) {
            return board.get(key, deadline);
        }

        @Override
        public List<byte[]> exchange(String key, int rank, int size, byte[] value, Duration deadline) {
            seen.addAll(OpenDoors.ofThisProcess());
            return board.exchange(key, rank, size, value, deadline);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "gloo", "shm"})
    void listensOnLoopbackOnly(String transport) {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux says who listens where");
        Looking rendezvous = new Looking(new LocalRendezvous(), new ConcurrentLinkedQueue<>());
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<double[]>> sums = Ranks.threads(2, rank -> {
            GroupOptions options = Ranks.options(rank, 2, transport, Ranks.TIMEOUT);
            try (ProcessGroup group = ProcessGroups.open(options, rendezvous, liveness)) {
                rendezvous.seen.addAll(OpenDoors.ofThisProcess());
                Tensor tensor = Numbers.filled(ElementType.FLOAT32, 3, rank + 1);
                group.allReduce(tensor, ReduceOp.SUM).await();
                return Numbers.read(tensor);
            }
        });

        assertThat(sums).allSatisfy(sum -> assertThat(sum.value()).containsOnly(3));
        assertThat(rendezvous.seen).allMatch(OpenDoors::isLoopback);
        if (!transport.equals("shm")) {
            assertThat(rendezvous.seen).as("the look was worth something").isNotEmpty();
        }
    }
}
