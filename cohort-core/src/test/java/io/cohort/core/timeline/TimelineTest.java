package io.cohort.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private long nowNanos = 1_000;
    private final Timeline timeline = new Timeline(4, () -> nowNanos);

    @Test
    void tellsEachSpanOnceOnTheLaunchersClock() {
        timeline.enter(Activity.FORWARD);
        nowNanos += 30;
        timeline.leave(7);
        timeline.operation(() -> "all-reduce sum float32[10]", "worker", 3, 40, 2, nowNanos - 10);

        TimelinePart part = timeline.drain(5_000_000);

        assertThat(part.spans())
                .containsExactly(
                        new Span(Activity.FORWARD, "", "", 7, 0, 0, 4_999_970, 5_000_000),
                        new Span(
                                Activity.OPERATION,
                                "all-reduce sum float32[10]",
                                "worker",
                                3,
                                40,
                                2,
                                4_999_990,
                                5_000_000));
        assertThat(part.operations()).isEqualTo(1);
        assertThat(part.bytes()).isEqualTo(40);
        assertThat(timeline.drain(5_000_000).spans()).isEmpty();
    }

    @Test
    void keepsTheLastAndCountsWhatItLost() {
        for (int step = 1; step <= 7; step++) {
            timeline.enter(Activity.DATA);
            timeline.leave(step);
        }
        TimelinePart part = timeline.drain(0);
        assertThat(part.spans()).extracting(Span::number).containsExactly(4L, 5L, 6L, 7L);
        assertThat(part.unseen()).isEqualTo(3);
        timeline.enter(Activity.DATA);
        timeline.leave(8);
        assertThat(timeline.drain(0).unseen()).isZero();
    }

    @Test
    void leavesOutOnlyOperationsThatWereShortAndSoon() {
        Timeline busy = new Timeline(8192, () -> nowNanos);
        for (int number = 1; number <= 5000; number++) {
            if (number == 20) {
                nowNanos += 2_000_000; // this rank comes late
            }
            if (number == 30) {
                busy.enter(Activity.DATA);
                busy.leave(30);
            }
            if (number == 40) {
                nowNanos += 2_000_000; // held up by a message
                busy.operation(() -> "receive", "worker", 40, 0, 0, nowNanos - 1_000);
            }
            long entered = nowNanos;
            nowNanos += number == 10 ? 1_000_000 : 1_000; // another rank comes late
            busy.operation(() -> "barrier", "worker", number, 0, 2, entered);
        }
        TimelinePart part = busy.drain(0);
        List<Span> old = part.spans().subList(0, part.spans().size() - 2048);
        assertThat(old).extracting(Span::number).containsExactly(1L, 10L, 20L, 30L, 40L);
        assertThat(old.get(3).activity()).isEqualTo(Activity.DATA);
        assertThat(part.spans().get(5).number()).isEqualTo(2953);
        assertThat(part.unseen()).isEqualTo(5002 - 2048 - 5);
        assertThat(part.operations()).isEqualTo(5001);
    }

    @Test
    void doesNotLetSpansOfTwoPartsOverlapWhenTheClockIsMeasuredAgain() {
        timeline.enter(Activity.WAITING);
        nowNanos += 100;
        timeline.leave(1);
        Span waiting = timeline.drain(5_000_000_000L).spans().get(0);
        timeline.enter(Activity.OPTIMIZER); // begun at that moment, and ended under a clock that is 700 µs behind
        nowNanos += 1_000_000;
        timeline.leave(1);
        TimelinePart part = timeline.drain(5_000_300_000L);
        Span optimizer = part.spans().get(0);
        assertThat(optimizer.startNanos()).isEqualTo(waiting.endNanos());
        assertThat(optimizer.endNanos()).isEqualTo(5_000_300_000L).isEqualTo(part.atNanos());

        timeline.enter(Activity.DATA);
        nowNanos += 1_000;
        timeline.leave(2);
        TimelinePart next = timeline.drain(4_999_600_000L);
        assertThat(next.spans().get(0).startNanos()).isEqualTo(optimizer.endNanos());
        assertThat(next.spans().get(0).endNanos()).as("time does not go back").isEqualTo(optimizer.endNanos());

        nowNanos += 1_000;
        assertThat(timeline.drain(3_000_000_000L).atNanos())
                .as("the clock was set")
                .isEqualTo(3_000_000_000L);
    }

    @Test
    void keepsASpanInPlaceHoweverManyPartsItLiesIn() {
        timeline.drain(5_000_000_000L);
        timeline.enter(Activity.FORWARD);
        nowNanos += 1_000;
        timeline.leave(1);
        timeline.enter(Activity.WAITING);
        Span forward = timeline.drain(5_000_001_000L - 140).spans().get(0);
        for (int part = 1; part < 5; part++) {
            nowNanos += 1_000;
            timeline.drain(5_000_001_000L + part * 1_000L + 150 * part);
        }
        timeline.leave(1);
        assertThat(timeline.drain(5_000_005_000L).spans().get(0).startNanos()).isEqualTo(forward.endNanos());
    }

    @Test
    void tellsWhatIsUnderWay() {
        timeline.enter(Activity.EVALUATION);
        nowNanos += 100;
        timeline.enter(Activity.WAITING);
        nowNanos += 5;
        assertThat(timeline.drain(2_000).doing()).isEqualTo(Activity.WAITING);
        assertThat(timeline.drain(2_000).sinceNanos()).isEqualTo(1_995);
        timeline.leave(0);
        assertThat(timeline.drain(2_000).doing()).isEqualTo(Activity.EVALUATION);
        assertThat(timeline.drain(2_000).sinceNanos()).isEqualTo(1_895);
        timeline.leave(0);
        assertThat(timeline.drain(2_000).doing()).isEqualTo(Activity.COMPUTING);
        assertThat(timeline.notWorkingNanos()).isEqualTo(5);
        assertThatIllegalStateException().isThrownBy(() -> timeline.leave(0));
    }

    @Test
    void crossesTheWireWhole() {
        timeline.paused(Activity.COLLECTION, "Copy", 100, 900);
        timeline.operation(() -> "barrier", "worker/é", 1, 0, 3, 950);
        timeline.enter(Activity.BACKWARD);
        TimelinePart part = timeline.drain(77_000);
        assertThat(TimelinePart.decode(part.encode())).isEqualTo(part);
        assertThat(TimelinePart.decode(new TimelinePart(1, Activity.DATA, 1, 0, 0, 0, List.of()).encode())
                        .doing())
                .isEqualTo(Activity.DATA);
    }

    @Test
    void refusesHalfAChunk() {
        timeline.paused(Activity.COLLECTION, "Copy", 100, 900);
        byte[] whole = timeline.drain(0).encode();
        for (int length = 0; length < whole.length; length++) {
            byte[] half = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException().isThrownBy(() -> TimelinePart.decode(half));
        }
    }
}
