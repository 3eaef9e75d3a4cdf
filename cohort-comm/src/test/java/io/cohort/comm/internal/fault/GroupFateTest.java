package io.cohort.comm.internal.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.CommException;
import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupFateTest {

    private static final Verdict DECIDED = new Verdict("worker-lost", 5, "rank 5 was killed", "look at its log");
    private static final OperationState STATE = new OperationState("stage", 3, "barrier", 5, false);

    private final Board board = new Board();
    private final Roster roster = new Roster("stage", 1, List.of(5, 9), List.of("a", "b"));

    @Test
    void takesTheCoordinatorsVerdict() {
        board.decidesOnReport = DECIDED;
        CommException error = fate(Duration.ofMinutes(1)).suspect("disagreement", 0, STATE, "it looks odd", "fix");
        assertThat(error.verdict()).isEqualTo(DECIDED);
        assertThat(board.reports).containsExactly(new Liveness.Suspicion("disagreement", 5, STATE, "it looks odd"));
    }

    @Test
    void saysThatItIsItsOwnViewWhenNobodyDecides() {
        GroupFate fate = fate(Duration.ofMillis(20));
        CommException error = fate.suspect("worker-lost", 0, STATE, "rank 5 closed its connection", "look at its log");
        assertThat(error.verdict().rank()).isEqualTo(5);
        assertThat(error).hasMessageContaining("rank 5 closed its connection (seen by rank 9 (host b) alone");
        assertThatThrownBy(fate::check).isInstanceOfSatisfying(CommException.class, later -> assertThat(later.verdict())
                .isEqualTo(error.verdict()));
    }

    @Test
    void keepsItsFirstReason() {
        GroupFate fate = fate(Duration.ofMinutes(1));
        assertThatCode(fate::check).doesNotThrowAnyException();
        board.verdict = DECIDED;
        assertThat(fate.verdict()).contains(DECIDED);
        board.verdict = new Verdict("timeout", 1, "later", "");
        fate.close();
        assertThat(fate.verdict()).contains(DECIDED);
        assertThat(fate.suspect("timeout", 0, STATE, "later", "").verdict()).isEqualTo(DECIDED);
        assertThat(board.reports).isEmpty();
    }

    private GroupFate fate(Duration patience) {
        return new GroupFate(roster, board, patience);
    }

    private static final class Board implements Liveness {
        private final List<Suspicion> reports = new ArrayList<>();
        private Verdict decidesOnReport;
        private Verdict verdict;

        @Override
        public Optional<Verdict> verdict() {
            return Optional.ofNullable(verdict);
        }

        @Override
        public void report(Suspicion suspicion) {
            reports.add(suspicion);
            verdict = decidesOnReport;
        }

        @Override
        public void waiting(OperationState state) {}
    }
}
