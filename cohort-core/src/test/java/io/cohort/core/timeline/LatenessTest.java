package io.cohort.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times in milliseconds. */
class LatenessTest {

    private static final long MS = 1_000_000;

    private final Lateness lateness = new Lateness(3);

    private static Span operation(long number, long from, long to) {
        return new Span(Activity.OPERATION, "all-reduce sum float32[9]", "worker", number, 36, 3, from * MS, to * MS);
    }

    private static Span span(Activity activity, long from, long to) {
        return new Span(activity, "", "", 0, 0, 0, from * MS, to * MS);
    }

    private List<Late> tell(int rank, long at, Span... spans) {
        return lateness.accept(
                rank, new TimelinePart(at * MS, Activity.COMPUTING, at * MS, spans.length, 36, 0, List.of(spans)));
    }

    /** Two ranks come to operation 1841 at 1000 and 1100, the third at 4300. */
    private Late lateBecause(Span... spans) {
        tell(0, 5_000, operation(1841, 1_000, 4_310));
        tell(1, 5_000, operation(1841, 1_100, 4_310));
        Span[] all = Arrays.copyOf(spans, spans.length + 1);
        all[spans.length] = operation(1841, 4_300, 4_310);
        List<Late> told = tell(2, 5_000, all);
        assertThat(told).hasSize(1);
        return told.get(0);
    }

    @Test
    void saysWhoWasLateAndThatItWasAGarbageCollection() {
        Late late = lateBecause(span(Activity.BACKWARD, 900, 4_290), span(Activity.COLLECTION, 1_150, 4_250));
        assertThat(late.sentence("rank 2 (host b)"))
                .isEqualTo("rank 2 (host b) entered all-reduce #1841 3.2 s after the others;"
                        + " it was in a 3.1 s garbage collection");
    }

    @Test
    void countsSeveralCollectionsTogether() {
        Late late = lateBecause(span(Activity.COLLECTION, 1_100, 2_100), span(Activity.COLLECTION, 2_200, 3_200));
        assertThat(late.reason()).isEqualTo("in garbage collections of 2.0 s together");
    }

    @Test
    void saysThatItLoadedData() {
        Late late = lateBecause(
                span(Activity.DATA, 500, 4_000),
                span(Activity.BACKWARD, 4_000, 4_290),
                span(Activity.COLLECTION, 1_100, 1_200));
        assertThat(late.why()).isEqualTo(Activity.DATA);
        assertThat(late.reason()).isEqualTo("loading data");
    }

    @Test
    void saysThatItWasStopped() {
        Late late = lateBecause(span(Activity.BACKWARD, 900, 4_290), span(Activity.STANDSTILL, 1_200, 4_200));
        assertThat(late.reason()).isEqualTo("stopped: its whole process got no time for 3.0 s");
    }

    @Test
    void saysThatItComputedWhenNothingElseIsKnown() {
        assertThat(lateBecause(span(Activity.DATA, 1_100, 1_200)).reason()).isEqualTo("computing");
    }

    @Test
    void takesMessagesForNoMeeting() {
        Span[] messages = {
            new Span(Activity.OPERATION, "send float32[9] to rank 1", "worker", 1, 36, 0, 0, 10 * MS),
            new Span(Activity.OPERATION, "receive float32[9] from rank 1", "worker", 2, 36, 0, 0, 3_000 * MS),
        };
        for (int rank = 0; rank < 3; rank++) {
            assertThat(tell(rank, 5_000, messages)).isEmpty();
        }
        assertThat(lateness.records()).allSatisfy(record -> {
            assertThat(record.operations()).isEqualTo(2);
            assertThat(record.waitedNanos()).isZero();
            assertThat(record.awaitedNanos()).isZero();
        });
    }

    @Test
    void waitsForPausesThatAreToldLater() {
        tell(0, 4_400, operation(7, 1_000, 4_310));
        tell(1, 4_400, operation(7, 1_100, 4_310));
        assertThat(tell(2, 4_400, operation(7, 4_300, 4_310))).isEmpty();
        assertThat(lateness.records().get(2).latest()).isNotNull();
        assertThat(tell(2, 4_700, span(Activity.COLLECTION, 1_200, 4_290)))
                .singleElement()
                .satisfies(late -> assertThat(late.why()).isEqualTo(Activity.COLLECTION));
    }

    @Test
    void addsUpWhoWaitedForWhom() {
        lateBecause(span(Activity.COLLECTION, 1_150, 4_250));
        List<RankRecord> records = lateness.records();
        assertThat(records).extracting(RankRecord::waitedNanos).containsExactly(3_300 * MS, 3_200 * MS, 0L);
        assertThat(records).extracting(RankRecord::awaitedNanos).containsExactly(0L, 0L, 3_200 * MS);
        assertThat(records.get(2).pauses()).isEqualTo(1);
        assertThat(records.get(2).pauseNanos()).isEqualTo(3_100 * MS);
        assertThat(records.get(0).latest()).isNull();
        assertThat(records.get(2).fields("rank 2", "b"))
                .containsEntry("longestLateMs", 3_200.0)
                .containsEntry("awaitedMs", 3_200.0);
    }

    @Test
    void doesNotSpeakOfJitter() {
        tell(0, 5_000, operation(1, 1_000, 1_004));
        tell(1, 5_000, operation(1, 1_001, 1_004));
        assertThat(tell(2, 5_000, operation(1, 1_003, 1_004))).isEmpty();
        assertThat(lateness.records().get(2).awaitedNanos()).isEqualTo(2 * MS);
    }

    @Test
    void joinsOnlyTheSameOperationOfTheSameGroup() {
        Meetings meetings = new Meetings();
        assertThat(meetings.accept(0, operation(1, 0, 1))).isEmpty();
        assertThat(meetings.accept(1, operation(2, 0, 1))).isEmpty();
        Span other = new Span(Activity.OPERATION, "barrier", "worker/b", 1, 0, 3, 0, 1);
        assertThat(meetings.accept(1, other)).isEmpty();
        assertThat(meetings.accept(1, operation(1, 0, 1))).isEmpty();
        assertThat(meetings.accept(2, operation(1, 5, 6)))
                .get()
                .satisfies(met -> assertThat(met.last().rank()).isEqualTo(2));
    }
}
