package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.ElementType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    @ParameterizedTest
    @CsvSource({"shm,10", "tcp,10", "gloo,10", "shm,3000000", "tcp,3000000", "gloo,3000000"})
    void crossesMessagesWhateverIsStartedFirst(String transport, int count) {
        Ranks.run(2, transport, group -> {
            int peer = 1 - group.rank();
            Tensor sent = Numbers.filled(ElementType.FLOAT32, count, group.rank() + 1);
            Tensor got = Numbers.filled(ElementType.FLOAT32, count, 0);
            Work send = group.send(sent, peer, 7);
            Work receive = group.receive(got, peer, 7);
            send.await();
            receive.await();
            assertThat(got.min().item_float()).isEqualTo(peer + 1f);
            assertThat(got.max().item_float()).isEqualTo(peer + 1f);
            group.barrier().await();
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void endsASmallSendBeforeAnybodyReceives(String transport) {
        Ranks.run(2, transport, group -> {
            int peer = 1 - group.rank();
            group.send(Numbers.filled(ElementType.INT32, 4, group.rank()), peer, 1)
                    .await();
            Tensor got = Numbers.filled(ElementType.INT32, 4, 9);
            group.receive(got, peer, 1).await();
            assertThat(Numbers.read(got)).containsOnly(peer);
            group.barrier().await();
            return null;
        });
    }

    @ParameterizedTest
    @CsvSource({"shm,4", "tcp,4", "gloo,4", "shm,20000", "tcp,20000", "gloo,20000"})
    void keepsTheOrderWithinATagAndNotBetweenTags(String transport, int count) {
        Ranks.run(2, transport, group -> {
            List<Work> works = new ArrayList<>();
            if (group.rank() == 0) {
                for (int i = 0; i < 5; i++) {
                    works.add(group.send(Numbers.filled(ElementType.INT64, count, i), 1, 1));
                    works.add(group.send(Numbers.filled(ElementType.INT64, count, 10 + i), 1, 2));
                }
                works.forEach(Work::await);
            } else {
                for (int tag = 2; tag >= 1; tag--) {
                    for (int i = 0; i < 5; i++) {
                        Tensor got = Numbers.filled(ElementType.INT64, count, -1);
                        group.receive(got, 0, tag).await();
                        assertThat(Numbers.read(got)).containsOnly(tag == 1 ? i : 10 + i);
                    }
                }
            }
            group.barrier().await();
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp", "gloo"})
    void receivesFromWhoeverSentAndSaysWho(String transport) {
        Ranks.run(3, transport, group -> {
            if (group.rank() == 0) {
                Set<Integer> senders = new HashSet<>();
                for (int i = 0; i < 2; i++) {
                    Tensor got = Numbers.filled(ElementType.FLOAT64, 50, 0);
                    ProcessGroup.AnyWork work = group.receiveAny(got, 3);
                    work.await();
                    assertThat(Numbers.read(got)).containsOnly(work.peer());
                    senders.add(work.peer());
                }
                assertThat(senders).containsExactlyInAnyOrder(1, 2);
            } else {
                group.send(Numbers.filled(ElementType.FLOAT64, 50, group.rank()), 0, 3)
                        .await();
            }
            group.barrier().await();
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void passesACollectiveThatWaits(String transport) {
        Ranks.run(2, transport, group -> {
            Tensor tensor = Numbers.filled(ElementType.FLOAT32, 100_000, 1);
            Tensor token = Numbers.filled(ElementType.FLOAT32, 100_000, group.rank());
            if (group.rank() == 0) {
                // Rank 1 starts its all-reduce only once this message has come, so the message must overtake the
                // collective.
                Work sum = group.allReduce(tensor, ReduceOp.SUM);
                group.send(token, 1, 0).await();
                sum.await();
            } else {
                group.receive(token, 0, 0).await();
                group.allReduce(tensor, ReduceOp.SUM).await();
            }
            assertThat(tensor.mean().item_float()).isEqualTo(2f);
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void holdsManyEarlyMessagesWithinItsWindow(String transport) {
        int messages = 1500; // of 4 KB: six times the window of small messages
        Ranks.run(2, transport, group -> {
            List<Work> works = new ArrayList<>();
            if (group.rank() == 0) {
                for (int i = 0; i < messages; i++) {
                    works.add(group.send(Numbers.filled(ElementType.FLOAT32, 1024, i), 1, 0));
                }
            } else {
                // A later tag is asked for first, so everything before it has to be held or held back.
                for (int i = 0; i < messages; i++) {
                    Tensor got = Numbers.filled(ElementType.FLOAT32, 1024, -1);
                    group.receive(got, 0, 0).await();
                    assertThat(got.mean().item_float()).isEqualTo(i);
                }
            }
            works.forEach(Work::await);
            group.barrier().await();
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void findsAMessageOfAnotherSize(String transport) {
        List<Ranks.Outcome<Object>> outcomes =
                Ranks.outcomes(2, transport, Ranks.TIMEOUT, new LocalLiveness(), group -> {
                    if (group.rank() == 0) {
                        group.send(Numbers.filled(ElementType.FLOAT32, 8, 1), 1, 0)
                                .await();
                        group.barrier().await();
                    } else {
                        group.receive(Numbers.filled(ElementType.FLOAT32, 9, 1), 0, 0)
                                .await();
                    }
                    return null;
                });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.commError())
                .hasMessageContaining("float32[8]")
                .hasMessageContaining("float32[9]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void namesThePeerThatLeavesBeforeItSends(String transport) {
        List<Ranks.Outcome<Object>> outcomes =
                Ranks.outcomes(2, transport, Ranks.TIMEOUT, new LocalLiveness(), group -> {
                    if (group.rank() == 1) {
                        group.receive(Numbers.filled(ElementType.FLOAT32, 9, 1), 0, 0)
                                .await();
                    }
                    return null;
                });
        assertThat(outcomes.get(1).commError().verdict().kind()).isEqualTo("worker-lost");
        assertThat(outcomes.get(1).commError().verdict().rank()).isEqualTo(0);
    }
}
