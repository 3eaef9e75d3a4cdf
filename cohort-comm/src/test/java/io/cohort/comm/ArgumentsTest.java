package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.ElementType;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void refusesOnTheCallerBeforeAnythingIsSent() {
        Ranks.run(2, "shm", group -> {
            Tensor ten = Numbers.filled(ElementType.FLOAT32, 10, 1);
            Tensor five = Numbers.filled(ElementType.FLOAT32, 5, 1);
            Tensor eleven = Numbers.filled(ElementType.FLOAT32, 11, 1);
            Tensor whole = Numbers.filled(ElementType.INT32, 5, 1);
            refuses(
                    () -> group.reduceScatter(eleven, five, ReduceOp.SUM),
                    "11 elements",
                    "divisible by 2",
                    "Pad it to 12");
            refuses(() -> group.reduceScatter(ten, ten, ReduceOp.SUM), "input has 10", "Make it 20");
            refuses(() -> group.allGather(five, eleven), "output has 11", "Make it 10");
            refuses(() -> group.allGather(five, ten.narrow(0, 0, 5)), "output has 5");
            refuses(() -> group.allGather(whole, ten), "input is int32 and output is float32", "Convert");
            refuses(() -> group.allToAll(ten, ten), "overlap", "Pass a tensor of its own");
            refuses(() -> group.allToAll(ten, five), "input has 10", "Make output 10");
            refuses(() -> group.broadcast(ten, 2), "root=2", "0 to 1");
            refuses(() -> group.reduce(ten, -1, ReduceOp.SUM), "root=-1");
            refuses(() -> group.send(ten, group.rank(), 0), "is this rank itself");
            refuses(() -> group.receive(ten, 7, 0), "peer=7");
            refuses(() -> group.subgroup("x", List.of(0, 0)), "[0, 0]", "twice");
            refuses(() -> group.subgroup("x", List.of()), "empty");
            refuses(() -> group.allocate(ElementType.FLOAT64, 1L << 29), "Allocate several smaller");
            refuses(() -> group.allReduce(ten.view(2, 5).t(), ReduceOp.SUM), "not contiguous", ".contiguous()");
            Tensor flags = Numbers.filled(ElementType.FLOAT32, 3, 1).to(torch.ScalarType.Bool);
            refuses(() -> group.allReduce(flags, ReduceOp.SUM), "not supported", "float32");

            group.allReduce(ten, ReduceOp.SUM).await();
            assertThat(Numbers.read(ten)).as("the group still works").containsOnly(2);
            return null;
        });
    }

    @Test
    void gathersInPlaceWhereTheInputIsItsOwnPart() {
        Ranks.run(3, "shm", group -> {
            try (GroupBuffer buffer = group.allocate(ElementType.INT64, 12)) {
                Tensor own = buffer.tensor().narrow(0, group.rank() * 4L, 4);
                own.fill_(new Scalar(group.rank()));
                group.allGather(own, buffer.tensor()).await();
                assertThat(Numbers.read(buffer.tensor())).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
            }
            return null;
        });
    }

    @Test
    void refusesOptionsThatCannotBe() {
        refuses(() -> Ranks.options(2, 2, "shm", Duration.ofSeconds(1)), "rank=2, size=2");
        refuses(() -> Ranks.options(0, 1, "shm", Duration.ZERO), "timeout=PT0S");
        assertThatThrownBy(() -> Ranks.options(0, 1, "pigeon", Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(UserMistake.class, error -> {
                    assertThat(error.kind()).isEqualTo("unknown-transport");
                    assertThat(error.fix()).isEqualTo("Set parallel.transport=auto.");
                });
    }

    @Test
    void refusesAnAlgorithmThatIsNone() {
        assertThatThrownBy(() -> Ranks.options(0, 1, "auto", "star", Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(UserMistake.class, error -> {
                    assertThat(error.kind()).isEqualTo("unknown-algorithm");
                    assertThat(error.fix()).isEqualTo("Set parallel.algorithm=auto.");
                });
    }

    @Test
    void findsRanksThatWantDifferentAlgorithms() {
        LocalRendezvous rendezvous = new LocalRendezvous();
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<Object>> outcomes = Ranks.threads(2, rank -> {
            GroupOptions options = Ranks.options(rank, 2, "tcp", rank == 0 ? "ring" : "tree", Ranks.TIMEOUT);
            ProcessGroups.open(options, rendezvous, liveness).close();
            return null;
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.commError())
                .hasMessageContaining("algorithm ring")
                .hasMessageContaining("algorithm tree"));
    }

    @Test
    void findsRanksThatWantDifferentTransports() {
        LocalRendezvous rendezvous = new LocalRendezvous();
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<Object>> outcomes = Ranks.threads(2, rank -> {
            GroupOptions options = Ranks.options(rank, 2, rank == 0 ? "shm" : "tcp", Ranks.TIMEOUT);
            ProcessGroups.open(options, rendezvous, liveness).close();
            return null;
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.commError())
                .hasMessageContaining("transport shm")
                .hasMessageContaining("transport tcp")
                .hasMessageContaining("group 'workers'")
                .hasMessageContaining("host"));
    }

    @Test
    void takesSharedMemoryByItself() {
        List<String> transports = Ranks.run(2, "auto", ProcessGroup::transport);
        assertThat(transports).containsOnly("shm");
    }

    private static void refuses(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).satisfies(error -> {
            for (String part : parts) {
                assertThat(error).hasMessageContaining(part);
            }
        });
    }
}
