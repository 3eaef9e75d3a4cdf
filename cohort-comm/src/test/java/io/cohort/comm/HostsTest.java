package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.comm.internal.PlayedHosts;
import io.cohort.torch.ElementType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bytedeco.pytorch.Tensor;

/** Groups whose ranks, threads of this process, play to be on several hosts: a word has a letter for each rank's host. */
class HostsTest {

    @Provide
    Arbitrary<String> layouts() {
        return Arbitraries.of("aab", "abb", "aabb", "abab", "abba", "aabbcc", "aaab", "aaaabbbb", "aabbccdd", "abcc");
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 6),
                Arbitraries.integers().between(7, 60_001),
                Arbitraries.integers().between(60_002, 400_000));
    }

    @Property(tries = 25, seed = "20260104")
    void keepsTheContractedOrderForEveryLayoutTypeAndSize(
            @ForAll("layouts") String hosts,
            @ForAll("counts") int count,
            @ForAll ElementType type,
            @ForAll ReduceOp op) {
        double[][] inputs = IntStream.range(0, hosts.length())
                .mapToObj(rank -> Numbers.values(type, rank, count, false))
                .toArray(double[][]::new);
        double[] expected = Numbers.reduced(inputs, type, op);
        run(hosts, "auto", group -> {
            assertThat(group.transport()).isEqualTo("shm+tcp");
            try (GroupBuffer buffer = group.allocate(type, count)) {
                Tensor plain = Numbers.tensor(type, inputs[group.rank()]);
                buffer.tensor().copy_(plain);
                Work first = group.allReduce(buffer.tensor(), op);
                Work second = group.allReduce(plain, op);
                first.await();
                second.await();
                assertThat(Numbers.read(buffer.tensor())).as("in a buffer").isEqualTo(expected);
                assertThat(Numbers.read(plain)).as("in plain memory").isEqualTo(expected);
            }
            return null;
        });
    }

    @Example
    void sendsAsManyBytesAsDirectly() {
        int count = 16 * 12 * 4 * 300;
        List<Long> costs = run("aabb", "auto", group -> {
            try (GroupBuffer buffer = group.allocate(ElementType.FLOAT32, count)) {
                long before = group.bytesSent();
                group.allReduce(buffer.tensor(), ReduceOp.SUM).await();
                return group.bytesSent() - before;
            }
        });
        assertThat(costs).containsOnly(2 * 4L * count * 3 / 4);
    }

    @Example
    void doesEverythingElseAcrossHostsToo() {
        run("aabb", "auto", group -> {
            int rank = group.rank();
            Tensor cast = Numbers.filled(ElementType.INT32, 100_000, rank);
            group.broadcast(cast, 3).await();
            assertThat(Numbers.read(cast)).containsOnly(3);
            Tensor all = Numbers.filled(ElementType.INT64, 8, 0);
            group.allGather(Numbers.filled(ElementType.INT64, 2, rank), all).await();
            assertThat(Numbers.read(all)).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
            Tensor part = Numbers.filled(ElementType.INT64, 2, 0);
            group.reduceScatter(all, part, ReduceOp.SUM).await();
            assertThat(Numbers.read(part)).containsOnly(4 * rank);
            for (int distance = 1; distance < 4; distance++) {
                Tensor message = Numbers.filled(ElementType.FLOAT32, 100_000, 0);
                ProcessGroup.AnyWork received = group.receiveAny(message, distance);
                group.send(Numbers.filled(ElementType.FLOAT32, 100_000, rank), (rank + distance) % 4, distance)
                        .await();
                received.await();
                assertThat(received.peer()).isEqualTo((rank + 4 - distance) % 4);
                assertThat(Numbers.read(message)).containsOnly(received.peer());
            }
            Optional<ProcessGroup> across = group.subgroup("across", List.of(1, 3));
            assertThat(across.map(ProcessGroup::transport).orElse("outside"))
                    .isEqualTo(rank % 2 == 1 ? "tcp" : "outside");
            return null;
        });
    }

    @Example
    void opensSubgroupsByTheirOwnHosts() {
        List<String> transports = run("aabb", "auto", group -> {
            Optional<ProcessGroup> first = group.subgroup("first", List.of(0, 1));
            Optional<ProcessGroup> three = group.subgroup("three", List.of(2, 1, 3));
            List<String> words = new ArrayList<>();
            for (Optional<ProcessGroup> child : List.of(first, three)) {
                words.add(child.map(ProcessGroup::transport).orElse("-"));
                child.ifPresent(open -> {
                    Tensor tensor = Numbers.filled(ElementType.FLOAT32, 50_000, 1);
                    open.allReduce(tensor, ReduceOp.SUM).await();
                    assertThat(Numbers.read(tensor)).containsOnly(open.size());
                });
            }
            return String.join(" ", words);
        });
        assertThat(transports).containsExactly("shm -", "shm shm+tcp", "- shm+tcp", "- shm+tcp");
    }

    @Example
    void takesSocketsAloneWhereNoHostHasTwoRanksAndWhereTheyAreAskedFor() {
        assertThat(run("abc", "auto", ProcessGroup::transport)).containsOnly("tcp");
        assertThat(run("aabb", "tcp", ProcessGroup::transport)).containsOnly("tcp");
        assertThat(run("aaa", "auto", ProcessGroup::transport)).containsOnly("shm");
    }

    @Example
    void takesSocketsAloneWhereOneHostCannotShareMemory() {
        LocalRendezvous board = new LocalRendezvous();
        Rendezvous fullOnB = new Rendezvous() {
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
                boolean firstOfB = key.endsWith("/from-2/shm-file") && rank == 0;
                byte[] told = firstOfB ? "failed no room".getBytes(StandardCharsets.UTF_8) : value;
                return board.exchange(key, rank, size, told, deadline);
            }
        };
        List<Ranks.Outcome<String>> outcomes = outcomes("aabb", "auto", fullOnB, new LocalLiveness(), group -> {
            Tensor tensor = Numbers.filled(ElementType.FLOAT32, 100_000, 1);
            group.allReduce(tensor, ReduceOp.SUM).await();
            assertThat(Numbers.read(tensor)).containsOnly(4);
            return group.transport();
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.value()).isEqualTo("tcp"));
    }

    @Example
    void namesTheRankThatLeftOnAnotherHost() {
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<Object>> outcomes = outcomes("aabb", "auto", liveness, group -> {
            group.barrier().await();
            if (group.rank() != 2) {
                group.allReduce(Numbers.filled(ElementType.FLOAT32, 300_000, 1), ReduceOp.SUM)
                        .await();
            }
            return null;
        });
        for (int rank : new int[] {0, 1, 3}) {
            Verdict verdict = outcomes.get(rank).commError().verdict();
            assertThat(verdict.kind()).isEqualTo("worker-lost");
            assertThat(verdict.rank()).isEqualTo(2);
            assertThat(verdict.message()).contains("rank 2 (host b)");
        }
    }

    @Example
    void findsARankThatRunsAnotherOperationWhereverItIs() {
        for (int odd = 0; odd < 4; odd++) {
            int other = odd;
            LocalLiveness liveness = new LocalLiveness();
            List<Ranks.Outcome<Object>> outcomes = outcomes("aabb", "auto", liveness, group -> {
                int count = group.rank() == other ? 300_001 : 300_000;
                group.allReduce(Numbers.filled(ElementType.FLOAT32, count, 1), ReduceOp.SUM)
                        .await();
                return null;
            });
            assertThat(outcomes)
                    .extracting(outcome -> outcome.commError().verdict().kind())
                    .containsOnly("disagreement");
        }
    }

    private static <T> List<T> run(String hosts, String transport, Ranks.Body<T> body) {
        return outcomes(hosts, transport, new LocalLiveness(), body).stream()
                .map(Ranks.Outcome::value)
                .toList();
    }

    private static <T> List<Ranks.Outcome<T>> outcomes(
            String hosts, String transport, Liveness liveness, Ranks.Body<T> body) {
        return outcomes(hosts, transport, new LocalRendezvous(), liveness, body);
    }

    private static <T> List<Ranks.Outcome<T>> outcomes(
            String hosts, String transport, Rendezvous rendezvous, Liveness liveness, Ranks.Body<T> body) {
        return Ranks.threads(hosts.length(), rank -> {
            GroupOptions options = Ranks.options(rank, hosts.length(), transport, Ranks.TIMEOUT);
            String host = hosts.substring(rank, rank + 1);
            try (ProcessGroup group = PlayedHosts.open(options, rendezvous, liveness, host)) {
                return body.run(group);
            }
        });
    }
}
