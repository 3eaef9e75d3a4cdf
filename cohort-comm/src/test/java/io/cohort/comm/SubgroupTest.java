package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.ElementType;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubgroupTest {

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp", "gloo"})
    void joinsSomeRanksInTheirNewOrder(String transport) {
        Ranks.run(4, transport, group -> {
            Optional<ProcessGroup> odd = group.subgroup("odd", List.of(3, 1));
            assertThat(odd.isPresent()).isEqualTo(group.rank() % 2 == 1);
            if (odd.isPresent()) {
                ProcessGroup child = odd.get();
                assertThat(child.name()).isEqualTo("workers/odd");
                assertThat(child.rank()).isEqualTo(group.rank() == 3 ? 0 : 1);
                Tensor tensor = Numbers.filled(ElementType.FLOAT32, 10, group.rank());
                child.allReduce(tensor, ReduceOp.SUM).await();
                assertThat(Numbers.read(tensor)).containsOnly(4);
                Tensor cast = Numbers.filled(ElementType.INT32, 3, group.rank());
                child.broadcast(cast, 0).await();
                assertThat(Numbers.read(cast)).containsOnly(3);
            }
            group.barrier().await();
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void findsRanksThatNameDifferentMembers(String transport) {
        List<Ranks.Outcome<Object>> outcomes = Ranks.outcomes(
                2,
                transport,
                Ranks.TIMEOUT,
                new LocalLiveness(),
                group -> group.subgroup("pair", group.rank() == 0 ? List.of(0, 1) : List.of(1, 0)));
        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome.commError().verdict().kind()).isEqualTo("disagreement"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void namesALostMemberByItsNumberInTheGang(String transport) {
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<Object>> outcomes = Ranks.outcomes(3, transport, Ranks.TIMEOUT, liveness, group -> {
            Optional<ProcessGroup> pair = group.subgroup("pair", List.of(2, 1));
            if (group.rank() == 1) {
                pair.orElseThrow().barrier().await();
            }
            return null;
        });
        assertThat(outcomes.get(1).commError().verdict().rank()).isEqualTo(2);
        assertThat(outcomes.get(1).commError()).hasMessageContaining("rank 2").hasMessageContaining("workers/pair");
    }
}
