package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.ElementType;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StrangerTest {

    /** Before rank 1 connects, strangers knock at rank 0's door, of which this board learns the address. */
    private static final class Strangers implements Rendezvous {
        private final LocalRendezvous board = new LocalRendezvous();
        private final AtomicInteger closed = new AtomicInteger();
        private Socket silent;

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
            List<byte[]> values = board.exchange(key, rank, size, value, deadline);
            if (rank == 1 && key.endsWith("tcp-address")) {
                String[] address = new String(values.get(0), StandardCharsets.UTF_8).split(" ");
                knock(address[0], Integer.parseInt(address[1]));
            }
            return values;
        }

        private void knock(String host, int port) {
            try {
                silent = new Socket(host, port);
                assertThat(silent.getInputStream().readNBytes(32)).hasSize(32);
                for (String words : List.of("GET / HTTP/1.1\r\n\r\n" + "x".repeat(200), "y".repeat(96))) {
                    try (Socket socket = new Socket(host, port)) {
                        socket.setSoTimeout(20_000);
                        socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
                        byte[] nonce = socket.getInputStream().readNBytes(32);
                        assertThat(nonce).hasSize(32);
                        assertThat(hasEnded(socket)).isTrue();
                        closed.incrementAndGet();
                    }
                }
            } catch (IOException e) {
                throw new AssertionError("a stranger could not even knock", e);
            }
        }

        private static boolean hasEnded(Socket socket) {
            try {
                return socket.getInputStream().read() < 0;
            } catch (IOException e) {
                return true; // Cut off, since it had said more than was read.
            }
        }
    }

    @Test
    void closesStrangersAndLetsTheRanksThrough() {
        Strangers rendezvous = new Strangers();
        List<Ranks.Outcome<double[]>> sums = Ranks.threads(2, rank -> {
            try (ProcessGroup group =
                    ProcessGroups.open(Ranks.options(rank, 2, "tcp", Ranks.TIMEOUT), rendezvous, new LocalLiveness())) {
                Tensor tensor = Numbers.filled(ElementType.FLOAT32, 3, rank + 1);
                group.allReduce(tensor, ReduceOp.SUM).await();
                return Numbers.read(tensor);
            }
        });
        assertThat(rendezvous.closed).hasValue(2);
        assertThat(sums).allSatisfy(sum -> assertThat(sum.value()).containsOnly(3));
        assertThat(Strangers.hasEnded(rendezvous.silent)).isTrue();
    }

    @Test
    void refusesARankWithAnotherToken() {
        LocalRendezvous rendezvous = new LocalRendezvous();
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<Object>> outcomes = Ranks.threads(2, rank -> {
            GroupOptions options = new GroupOptions(
                    "workers", rank, 2, 1, "tcp", "auto", "127.0.0.1", Duration.ofSeconds(10), "token of rank " + rank);
            ProcessGroups.open(options, rendezvous, liveness).close();
            return null;
        });
        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome.commError().verdict().kind()).isEqualTo("worker-lost"));
    }
}
