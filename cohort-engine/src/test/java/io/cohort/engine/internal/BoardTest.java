package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.CommException;
import io.cohort.comm.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BoardTest {

    private static final long NOW = 1_000;
    private final Board board = new Board();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private CompletableFuture<List<byte[]>> come(int rank, int size) {
        return board.exchange("key", new Meeting.Guest(rank, rank, bytes("v" + rank), NOW + 500), size, NOW);
    }

    @Test
    void wakesThoseWhoWaitForAValue() {
        CompletableFuture<byte[]> early = board.get("key", NOW + 500);
        assertThat(early).isNotDone();
        board.put("key", bytes("value"));
        assertThat(early.join()).isEqualTo(bytes("value"));
        assertThat(board.get("key", NOW).join()).isEqualTo(bytes("value"));
    }

    @Test
    void refusesASecondValue() {
        board.put("key", bytes("a"));
        assertThatThrownBy(() -> board.put("key", bytes("b"))).hasMessageContaining("a key is written once");
        assertThat(board.get("key", NOW).join()).isEqualTo(bytes("a"));
    }

    @Test
    void givesEveryValueByRankOnceAllHaveCome() {
        CompletableFuture<List<byte[]>> last = come(2, 3);
        come(0, 3);
        assertThat(last).isNotDone();
        come(1, 3);
        assertThat(last.join()).containsExactly(bytes("v0"), bytes("v1"), bytes("v2"));
        assertThat(come(1, 3)).as("the key may be used again").isNotDone();
    }

    @Test
    void refusesATakenPlaceAndAnotherSize() {
        come(0, 3);
        assertThatThrownBy(() -> come(0, 3)).hasMessageContaining("every rank comes once");
        assertThatThrownBy(() -> come(3, 3)).hasMessageContaining("place 3 of 3");
        assertThatThrownBy(() -> come(1, 2)).hasMessageContaining("rank 1 expects 2 ranks, others expect 3");
    }

    @Test
    void namesTheRankThatDidNotCome() {
        CompletableFuture<List<byte[]>> waiting = come(0, 2);
        board.expire(NOW + 499);
        assertThat(waiting).isNotDone();
        board.expire(NOW + 500);
        assertThatThrownBy(waiting::join)
                .cause()
                .isInstanceOfSatisfying(CommException.class, e -> assertThat(e.verdict())
                        .returns("timeout", Verdict::kind)
                        .returns(1, Verdict::rank))
                .hasMessageContaining("rank 1 did not come to the exchange 'key'");
    }

    @Test
    void endsAWaitForAValueThatNobodyWrites() {
        CompletableFuture<byte[]> waiting = board.get("key", NOW + 500);
        board.expire(NOW + 500);
        assertThatThrownBy(waiting::join).hasMessageContaining("nobody wrote rendezvous key 'key'");
    }

    @Test
    void endsEveryWaitWithTheVerdict() {
        CompletableFuture<List<byte[]>> meeting = come(0, 2);
        CompletableFuture<byte[]> value = board.get("other", NOW + 500);
        Verdict verdict = new Verdict("worker-lost", 1, "rank 1 is gone", "");
        board.fail(verdict);
        for (CompletableFuture<?> wait : List.of(meeting, value, come(1, 2), board.get("third", NOW))) {
            assertThatThrownBy(wait::join).cause().hasMessage("rank 1 is gone");
        }
    }

    @Test
    void knowsMissingRanksOfARoleThatDoesNotBeginAtZero() {
        Meeting meeting = new Meeting("key", 3, NOW);
        meeting.add(new Meeting.Guest(5, 1, bytes(""), NOW), 3);
        assertThat(meeting.missingRanks()).containsExactly(4, 6);
        meeting.add(new Meeting.Guest(9, 2, bytes(""), NOW), 3);
        assertThat(meeting.missingRanks()).as("a group of its own").isEmpty();
    }
}
