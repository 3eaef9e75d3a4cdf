package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.Event;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

    @Test
    void drawsABarAndALineForEachRankAndOneForAll() {
        RunProgress progress = halfway(2);

        assertThat(ProgressLines.of(progress, 100, Look.PLAIN))
                .containsExactly(
                        "digits  epoch 3/4  ####################....................   50%  step 50/100  ETA 0:05",
                        "  rank 0    step  50  loss 0.2500         1,000 samples/s",
                        "  rank 1    step  50  loss 0.2500         1,001 samples/s",
                        "  total               loss 0.2500         2,001 samples/s  accuracy 0.9531");
    }

    @Test
    void leavesOutTheTotalOfASingleRank() {
        assertThat(ProgressLines.of(halfway(1), 100, Look.PLAIN)).hasSize(2);
    }

    @Test
    void showsNoEtaBeforeThereIsAPace() {
        RunProgress progress = new RunProgress();
        progress.accept(started(0));
        progress.accept(step(0, 1000, 1));

        assertThat(ProgressLines.of(progress, 100, Look.PLAIN).get(0)).contains("ETA -:--");
    }

    @Test
    void reckonsTheEtaFromWhereAResumedRunBegan() {
        RunProgress progress = new RunProgress();
        progress.accept(started(0));
        progress.accept(step(0, 1_000, 80));
        progress.accept(step(0, 2_000, 90));

        assertThat(progress.secondsLeft()).isEqualTo(1.0);
    }

    @Test
    void keepsTheLastLossThatWasTold() {
        RunProgress progress = halfway(1);
        progress.accept(new Event("step", 9_000, 0, 0, Map.of("step", 51, "samplesPerSecond", 10.0)));

        assertThat(ProgressLines.of(progress, 100, Look.PLAIN).get(1)).contains("step  51  loss 0.2500");
    }

    @Test
    void saysNothingOfALossThatWasNeverTold() {
        RunProgress progress = new RunProgress();
        progress.accept(new Event("step", 9_000, 0, 0, Map.of("step", 1, "samplesPerSecond", 10.0)));

        assertThat(ProgressLines.of(progress, 100, Look.PLAIN).get(1))
                .contains("loss - ")
                .doesNotContain("NaN");
    }

    @Test
    void coloursOnlyWhereThereAreColours() {
        RunProgress progress = halfway(2);

        assertThat(ProgressLines.of(progress, 100, new Look(true, true)).get(0)).contains("\u001b[36m━");
        assertThat(String.join("", ProgressLines.of(progress, 100, Look.PLAIN))).doesNotContain("\u001b");
    }

    @Test
    void showsAFewOfVeryManyRanks() {
        List<String> lines = ProgressLines.of(halfway(40), 100, Look.PLAIN);

        assertThat(lines).hasSize(1 + 16 + 1 + 1).contains("  and 24 ranks more");
    }

    @Property(tries = 200, seed = "42")
    void neverDrawsALineWiderThanTheTerminal(
            @ForAll @IntRange(min = 1, max = 200) int width,
            @ForAll @IntRange(min = 1, max = 20) int ranks,
            @ForAll @LongRange(min = 0, max = 1_000_000_000) long step,
            @ForAll @DoubleRange(min = -1e12, max = 1e12) double loss) {
        RunProgress progress = new RunProgress();
        progress.accept(started(0));
        for (int rank = 0; rank < ranks; rank++) {
            progress.accept(new Event(
                    "step", 5, rank, 0, Map.of("step", step, "loss", loss, "samplesPerSecond", loss * 3, "epoch", 2)));
        }

        assertThat(ProgressLines.of(progress, width, Look.PLAIN)).allMatch(line -> line.length() <= width);
    }

    @Test
    void tellsAnEpochInOneLine() {
        Event epoch = new Event(
                "epoch",
                0,
                0,
                0,
                Map.of("epoch", 3, "loss", 0.25, "accuracy", 0.953125, "samplesPerSecond", 10408.4, "seconds", 2.13));

        assertThat(ProgressLines.epoch(epoch, 20))
                .isEqualTo("epoch  3/20  loss 0.2500     accuracy 0.9531   10,408 samples/s  2.1 s");
    }

    static RunProgress halfway(int ranks) {
        RunProgress progress = new RunProgress();
        progress.accept(started(0));
        for (int rank = 0; rank < ranks; rank++) {
            progress.accept(step(rank, 1_000, 0));
        }
        for (int rank = 0; rank < ranks; rank++) {
            progress.accept(step(rank, 6_000, 50));
        }
        progress.accept(new Event("epoch", 6_000, 0, 0, Map.of("epoch", 3, "step", 50, "accuracy", 0.953125)));
        return progress;
    }

    static Event started(long timeMs) {
        return new Event(
                "started",
                timeMs,
                Event.LAUNCHER,
                0,
                Map.of("job", "digits", "epochs", 4, "totalSteps", 100, "workers", 2, "run", "runs/digits"));
    }

    static Event step(int rank, long timeMs, int step) {
        return new Event(
                "step",
                timeMs,
                rank,
                0,
                Map.of(
                        "epoch",
                        3,
                        "step",
                        step,
                        "loss",
                        0.25,
                        "samples",
                        64 * step,
                        "samplesPerSecond",
                        1000.0 + rank));
    }
}
