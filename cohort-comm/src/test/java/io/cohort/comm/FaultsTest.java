package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.torch.ElementType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FaultsTest {

    private interface Start extends Function<ProcessGroup, Work> {}

    static Stream<Arguments> disagreements() {
        Start sum = group -> group.allReduce(floats(1000), ReduceOp.SUM);
        return Stream.of("shm", "tcp")
                .flatMap(transport -> Stream.of(
                        Arguments.of(transport, "max", sum, "all-reduce max float32[1000]", (Start)
                                group -> group.allReduce(floats(1000), ReduceOp.MAX)),
                        Arguments.of(transport, "count", sum, "all-reduce sum float32[1001]", (Start)
                                group -> group.allReduce(floats(1001), ReduceOp.SUM)),
                        Arguments.of(transport, "type", sum, "all-reduce sum int32[1000]", (Start)
                                group -> group.allReduce(Numbers.filled(ElementType.INT32, 1000, 1), ReduceOp.SUM)),
                        Arguments.of(transport, "operation", sum, "barrier", (Start) ProcessGroup::barrier),
                        Arguments.of(
                                transport,
                                "root",
                                (Start) group -> group.broadcast(floats(500_000), 0),
                                "broadcast float32[500000] from rank 1",
                                (Start) group -> group.broadcast(floats(500_000), 1)),
                        Arguments.of(transport, "order", sum, "broadcast float32[500000] from rank 2", (Start)
                                group -> group.broadcast(floats(500_000), 2))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("disagreements")
    void tellsEveryRankTheSameWhenOneRunsAnotherOperation(
            String transport, String what, Start common, String oddText, Start odd) {
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<Object>> outcomes = Ranks.outcomes(3, transport, Ranks.TIMEOUT, liveness, group -> {
            group.barrier().await();
            (group.rank() == 2 ? odd : common).apply(group).await();
            group.barrier().await();
            return null;
        });
        assertThat(outcomes.stream()
                        .map(outcome -> outcome.commError().verdict())
                        .distinct())
                .hasSize(1);
        CommException error = outcomes.get(0).commError();
        assertThat(error.verdict().kind()).isEqualTo("disagreement");
        assertThat(error).hasMessageContaining(oddText).hasMessageContaining("operation 2 of group 'workers'");
        assertThat(error.getMessage()).containsPattern("rank 2 \\(host .+\\)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void tellsEveryRankWhoLeftEarly(String transport) {
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<Object>> outcomes = Ranks.outcomes(3, transport, Ranks.TIMEOUT, liveness, group -> {
            group.barrier().await();
            if (group.rank() != 1) {
                group.allReduce(floats(100_000), ReduceOp.SUM).await();
            }
            return null;
        });
        assertThat(outcomes.get(0).commError().verdict())
                .isEqualTo(outcomes.get(2).commError().verdict());
        assertThat(outcomes.get(0).commError().verdict().kind()).isEqualTo("worker-lost");
        assertThat(outcomes.get(0).commError().verdict().rank()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void namesTheLateRankWhenTheDeadlinePasses(String transport) {
        LocalLiveness liveness = new LocalLiveness();
        CountDownLatch failed = new CountDownLatch(1);
        List<Ranks.Outcome<Object>> outcomes =
                Ranks.outcomes(2, transport, Duration.ofMillis(1500), liveness, group -> {
                    if (group.rank() == 1) {
                        failed.await();
                        group.allReduce(floats(10), ReduceOp.SUM).await();
                        return null;
                    }
                    try {
                        group.allReduce(floats(10), ReduceOp.SUM).await();
                    } finally {
                        failed.countDown();
                    }
                    return null;
                });
        Verdict verdict = outcomes.get(0).commError().verdict();
        assertThat(verdict.kind()).isEqualTo("timeout");
        assertThat(verdict.rank()).isEqualTo(1);
        assertThat(outcomes.get(1).commError().verdict()).isEqualTo(verdict);
        assertThat(liveness.waits).isNotEmpty().allSatisfy(state -> assertThat(state)
                .isEqualTo(new OperationState("workers", 1, "all-reduce sum float32[10]", 1, false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp", "gloo"})
    void endsAWaitWhenTheCoordinatorDecides(String transport) {
        LocalLiveness liveness = new LocalLiveness();
        Verdict decided = new Verdict("worker-lost", 1, "rank 1 was killed", "look at its log");
        CountDownLatch failed = new CountDownLatch(1);
        List<Ranks.Outcome<Object>> outcomes = Ranks.outcomes(2, transport, Duration.ofSeconds(5), liveness, group -> {
            if (group.rank() == 1) {
                failed.await();
                return null;
            }
            Tensor tensor = floats(10);
            Work work = group.allReduce(tensor, ReduceOp.SUM);
            liveness.decide(decided);
            try {
                work.await();
            } finally {
                failed.countDown();
                assertThatThrownBy(() -> group.allReduce(tensor, ReduceOp.SUM))
                        .isInstanceOfSatisfying(CommException.class, error -> assertThat(error.verdict())
                                .isEqualTo(decided));
                assertThatThrownBy(() -> group.send(tensor, 1, 0)).isInstanceOf(CommException.class);
            }
            return null;
        });
        assertThat(outcomes.get(0).commError().verdict()).isEqualTo(decided);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void closesWhileOperationsWait(String transport) {
        CountDownLatch closed = new CountDownLatch(1);
        List<Ranks.Outcome<Object>> outcomes =
                Ranks.outcomes(2, transport, Ranks.TIMEOUT, new LocalLiveness.None(), group -> {
                    if (group.rank() == 1) {
                        closed.await();
                        return null;
                    }
                    Work sum = group.allReduce(floats(10), ReduceOp.SUM);
                    Work queued = group.barrier();
                    Work message = group.receive(floats(10), 1, 0);
                    group.close();
                    closed.countDown();
                    assertThatThrownBy(queued::await).isInstanceOf(CommException.class);
                    assertThatThrownBy(message::await).isInstanceOf(CommException.class);
                    sum.await();
                    return null;
                });
        assertThat(outcomes.get(0).commError().verdict().kind()).isEqualTo("stopped");
        assertThat(outcomes.get(1).error()).isNull();
    }

    @Test
    void closesGlooWhileAMessageWaits() {
        CountDownLatch bothWait = new CountDownLatch(2);
        Ranks.run(2, "gloo", group -> {
            Work message = group.receive(floats(10), 1 - group.rank(), 0);
            bothWait.countDown();
            bothWait.await();
            group.close();
            assertThatThrownBy(message::await).isInstanceOf(CommException.class);
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void givesEverythingBackWhenAnInterruptedThreadCloses(String transport) {
        Ranks.run(2, transport, group -> {
            group.allocate(ElementType.FLOAT32, 1000);
            group.barrier().await();
            Thread.currentThread().interrupt();
            group.close();
            assertThat(Thread.interrupted()).isTrue();
            String thread = "cohort-comm-workers-r" + group.rank();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(live -> live.getName().equals(thread));
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void keepsTheInterruptOfWhoWaits(String transport) {
        CountDownLatch interrupted = new CountDownLatch(1);
        Ranks.run(2, transport, group -> {
            if (group.rank() == 1) {
                interrupted.await();
                return null;
            }
            Work work = group.barrier();
            Thread.currentThread().interrupt();
            assertThatThrownBy(work::await).isInstanceOf(CommException.class).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            interrupted.countDown();
            return null;
        });
    }

    private static Tensor floats(int count) {
        return Numbers.filled(ElementType.FLOAT32, count, 1);
    }
}
