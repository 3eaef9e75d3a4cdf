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

/** Groups listen on loopback where all ranks are on one host, and else on the address that others know. */
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
        Queue<String> seen = doors(transport, "127.0.0.1");
        assertThat(seen).allMatch(OpenDoors::isLoopback);
        if (!transport.equals("shm")) {
            assertThat(seen).as("the look was worth something").isNotEmpty();
        }
    }

    /** The whole of 127/8 is this host, so another address of it stands for one of a network. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "gloo"})
    void listensOnTheAddressOfItsHostOnlyWhenThereAreSeveral(String transport) {
        assertThat(doors(transport, "127.0.0.3")).isNotEmpty().allMatch(door -> OpenDoors.isAt(door, 127, 0, 0, 3));
    }

    /** Every door that was open while a group of two opened and worked. */
    private static Queue<String> doors(String transport, String bindAddress) {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux says who listens where");
        List<String> before = OpenDoors.ofThisProcess(); // of groups that other tests left in native code
        Looking rendezvous = new Looking(new LocalRendezvous(), new ConcurrentLinkedQueue<>());
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<double[]>> sums = Ranks.threads(2, rank -> {
            GroupOptions options =
                    new GroupOptions("workers", rank, 2, 1, transport, "auto", bindAddress, Ranks.TIMEOUT, "secret");
            try (ProcessGroup group = ProcessGroups.open(options, rendezvous, liveness)) {
                rendezvous.seen.addAll(OpenDoors.ofThisProcess());
                Tensor tensor = Numbers.filled(ElementType.FLOAT32, 3, rank + 1);
                group.allReduce(tensor, ReduceOp.SUM).await();
                return Numbers.read(tensor);
            }
        });

        assertThat(sums).allSatisfy(sum -> assertThat(sum.value()).containsOnly(3));
        rendezvous.seen.removeAll(before);
        return rendezvous.seen;
    }
}
