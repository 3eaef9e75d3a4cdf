package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.comm.internal.PlayedHosts;
import io.cohort.torch.ElementType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups some of whose links are slow, each piece of data for another while: nothing hangs, and nobody ends with another bit. */
@Timeout(60)
class DelayedLinksTest {

    private static final Duration MOST_DELAY = Duration.ofMillis(2);
    /** Enough for several pieces and several frames a chunk, with cuts beside cache lines. */
    private static final int COUNT = 150_001;

    private static final int TIMES = 4;

    @ParameterizedTest(name = "hosts {0}, {1} {2}, slow between {3} and {4}, seed {5}")
    @CsvSource({
        "aabb, auto, auto,   0, 2, 20260501", // by hosts, one of the links that carry its parts
        "aabb, auto, direct, 1, 2, 20260502",
        "abcd, tcp,  auto,   0, 3, 20260503",
        "abcd, tcp,  ring,   1, 2, 20260504",
        "abcd, tcp,  tree,   0, 2, 20260505",
    })
    void sumsToTheSameBitsOverASlowLink(
            String hosts, String transport, String algorithm, int lower, int higher, long seed) throws Exception {
        List<double[]> quick = sums(hosts, transport, algorithm, new LocalRendezvous());
        try (DelayedLinks links = new DelayedLinks(
                new LocalRendezvous(), (low, high) -> low == lower && high == higher, MOST_DELAY, seed)) {
            List<double[]> slow = sums(hosts, transport, algorithm, links);
            assertThat(links.pieces()).as("the link was used").isPositive();
            for (int rank = 0; rank < slow.size(); rank++) {
                assertThat(slow.get(rank)).as("rank %d, seed %d", rank, seed).isEqualTo(quick.get(rank));
            }
        }
    }

    /** Every link has delays of its own, so that what is sent later to one rank comes before what was sent earlier to another. */
    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"aabb, 20260511", "abcd, 20260512"})
    void keepsMessagesAndCollectivesApartWhenEveryLinkIsSlow(String hosts, long seed) throws Exception {
        try (DelayedLinks links = new DelayedLinks(new LocalRendezvous(), (lower, higher) -> true, MOST_DELAY, seed)) {
            run(hosts, "auto", "auto", links, group -> {
                int size = group.size();
                List<Work> sends = new ArrayList<>();
                for (int i = 0; i < TIMES; i++) {
                    for (int distance = 1; distance < size; distance++) {
                        int count = i % 2 == 0 ? 10 : 20_000; // both ways of a message
                        double value = 100 * group.rank() + i;
                        Tensor tensor = Numbers.filled(ElementType.FLOAT32, count, value);
                        sends.add(group.send(tensor, (group.rank() + distance) % size, 7));
                    }
                    Tensor sum = Numbers.filled(ElementType.INT64, 30_000, group.rank() + i);
                    group.allReduce(sum, ReduceOp.SUM).await();
                    assertThat(Numbers.read(sum)).as("seed %d", seed).containsOnly(size * (size - 1) / 2.0 + size * i);
                }
                for (int i = 0; i < TIMES; i++) {
                    for (int distance = 1; distance < size; distance++) {
                        int sender = (group.rank() + distance) % size;
                        Tensor got = Numbers.filled(ElementType.FLOAT32, i % 2 == 0 ? 10 : 20_000, -1);
                        group.receive(got, sender, 7).await();
                        assertThat(Numbers.read(got)).as("seed %d", seed).containsOnly(100 * sender + i);
                    }
                }
                sends.forEach(Work::await);
                group.barrier().await();
                return null;
            });
            assertThat(links.pieces()).isPositive();
        }
    }

    private static List<double[]> sums(String hosts, String transport, String algorithm, Rendezvous rendezvous) {
        int ranks = hosts.length();
        double[][] inputs = IntStream.range(0, ranks)
                .mapToObj(rank -> Numbers.values(ElementType.FLOAT32, rank, COUNT, false))
                .toArray(double[][]::new);
        return run(hosts, transport, algorithm, rendezvous, group -> {
            Tensor tensor = Numbers.tensor(ElementType.FLOAT32, inputs[group.rank()]);
            for (int i = 0; i < TIMES; i++) {
                group.allReduce(tensor, ReduceOp.SUM).await();
            }
            return Numbers.read(tensor);
        });
    }

    private static <T> List<T> run(
            String hosts, String transport, String algorithm, Rendezvous rendezvous, Ranks.Body<T> body) {
        LocalLiveness liveness = new LocalLiveness();
        return Ranks.threads(hosts.length(), rank -> {
                    GroupOptions options = Ranks.options(rank, hosts.length(), transport, algorithm, Ranks.TIMEOUT);
                    String host = hosts.substring(rank, rank + 1);
                    try (ProcessGroup group = PlayedHosts.open(options, rendezvous, liveness, host)) {
                        return body.run(group);
                    }
                })
                .stream()
                .map(Ranks.Outcome::value)
                .toList();
    }
}
