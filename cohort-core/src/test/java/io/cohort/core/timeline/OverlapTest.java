package io.cohort.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times in milliseconds; a step lasts 100 of them, and step n begins at 100 n. */
class OverlapTest {

    private static final long MS = 1_000_000;

    private final Overlap overlap = new Overlap();
    private final List<Span> spans = new ArrayList<>();

    private void own(Activity activity, long step, long from, long to) {
        spans.add(new Span(activity, "", "", step, 0, 0, at(step, from), at(step, to)));
    }

    private void operation(int ranks, long step, long from, long to) {
        spans.add(new Span(Activity.OPERATION, "sum", "worker", step, 36, ranks, at(step, from), at(step, to)));
    }

    private static long at(long step, long ms) {
        return (100 * step + ms) * MS;
    }

    private void data(long step) {
        own(Activity.DATA, step, 0, 10);
    }

    private StepTimes times(long unseen) {
        overlap.accept(new TimelinePart(0, Activity.COMPUTING, 0, 0, 0, unseen, spans));
        spans.clear();
        return overlap.times();
    }

    private StepTimes times() {
        return times(0);
    }

    private void twoMore(long step) {
        data(step);
        data(step + 1);
    }

    private static StepTimes ms(long steps, long wall, long computing, long communicating, long hidden) {
        return new StepTimes(steps, wall * MS, computing * MS, communicating * MS, hidden * MS);
    }

    @Test
    void tellsHowMuchOfCommunicatingWasHiddenBehindComputing() {
        data(10);
        own(Activity.FORWARD, 10, 10, 30);
        own(Activity.BACKWARD, 10, 30, 60);
        operation(2, 10, 45, 75);
        own(Activity.WAITING, 10, 60, 75);
        operation(2, 10, 76, 88);
        own(Activity.OPTIMIZER, 10, 75, 80);
        own(Activity.WAITING, 10, 80, 88);
        twoMore(11);

        assertThat(times()).isEqualTo(ms(1, 100, 10 + 20 + 30 + 5, 30 + 12, 15 + 4));
    }

    @Test
    void countsSeveralOperationsAtOnceOnce() {
        own(Activity.DATA, 10, 0, 40);
        operation(2, 10, 10, 30);
        operation(2, 10, 20, 50);
        twoMore(11);

        assertThat(times()).isEqualTo(ms(1, 100, 40, 40, 30));
    }

    @Test
    void hidesNothingBehindWaitingInsideAForwardPass() {
        data(10);
        operation(2, 10, 20, 50);
        own(Activity.WAITING, 10, 20, 50);
        own(Activity.FORWARD, 10, 10, 60);
        twoMore(11);

        assertThat(times()).isEqualTo(ms(1, 100, 10 + 20, 30, 0));
    }

    @Test
    void givesEachStepItsPartOfAnOperationThatIsToldInTheNextOne() {
        data(10);
        data(11);
        operation(2, 10, 95, 105);
        data(12);
        assertThat(times()).isEqualTo(ms(1, 100, 10, 5, 0));

        data(13);
        assertThat(times()).isEqualTo(ms(2, 200, 20, 10, 5));
    }

    @Test
    void leavesOutWhatARankDoesAlone() {
        data(10);
        operation(1, 10, 0, 50);
        twoMore(11);

        assertThat(times()).isEqualTo(ms(1, 100, 10, 0, 0));
    }

    @Test
    void leavesOutStepsThatAreFollowedByAnEvaluationOrACheckpoint() {
        data(10);
        own(Activity.EVALUATION, 10, 50, 60);
        data(11);
        own(Activity.CHECKPOINT, 11, 50, 60);
        data(12);
        assertThat(times()).isEqualTo(StepTimes.NONE);

        data(13);
        assertThat(times()).isEqualTo(StepTimes.NONE);
        data(14);
        assertThat(times()).isEqualTo(ms(1, 100, 10, 0, 0));
    }

    @Test
    void leavesOutStepsOfWhichSpansWereLost() {
        data(10);
        data(11);
        times();
        data(13);
        assertThat(times(7)).isEqualTo(StepTimes.NONE);

        twoMore(14);
        assertThat(times()).isEqualTo(ms(1, 100, 10, 0, 0));
    }

    /** A quarter of the steps is longer and a quarter shorter than the others; long ago they communicated more. */
    @Test
    void countsTheMiddleHalfOfTheLastSteps() {
        for (int step = 0; step < 402; step++) {
            long begins = 2 * step; // twice as long as the others'
            own(Activity.DATA, begins, step % 4 == 0 ? -90 : 0, 10);
            operation(2, begins, 20, step < 140 ? 90 : 30);
        }

        assertThat(times()).isEqualTo(ms(128, 128 * 200, 128 * 10, 128 * 10, 0));
    }

    @Test
    void isToldAsMeansAndNotAtAllWhereNothingWasTrained() {
        assertThat(ms(4, 400, 200, 100, 50).fields())
                .containsEntry("timedSteps", 4L)
                .containsEntry("stepMs", 100.0)
                .containsEntry("computingMs", 50.0)
                .containsEntry("communicatingMs", 25.0)
                .containsEntry("hiddenMs", 12.5);
        assertThat(StepTimes.NONE.fields()).isEmpty();
    }
}
