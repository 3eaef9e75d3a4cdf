package io.cohort.observe;

import static io.cohort.observe.Stories.launcher;
import static io.cohort.observe.Stories.rank;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohort.core.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunHistoryTest {

    @Test
    void tellsARealRun() {
        RunHistory history = Stories.history(Stories.digits());

        assertThat(history.started()).containsEntry("job", "digits");
        assertThat(history.summary()).containsKeys("accuracy", "f1");
        assertThat(history.epochs()).hasSize(20);
        assertThat(history.figures().keySet())
                .containsExactly("trainLoss", "loss", "accuracy", "precision", "recall", "f1");
        assertThat(history.figures().get("accuracy").last()).isCloseTo(0.986, within(0.001));
        assertThat(history.ranks()).hasSize(2).allSatisfy(rank -> {
            assertThat(rank.samplesPerSecond().size()).isGreaterThan(10);
            assertThat(rank.residentBytes().most()).isGreaterThan(1e8);
        });
        assertThat(history.learningRate().last()).isEqualTo(0.0125);
        assertThat(history.confusion().orElseThrow().samples()).isEqualTo(359);
        assertThat(history.error()).isEmpty();
        assertThat(history.seconds()).isBetween(5.0, 30.0);
    }

    @Test
    void takesEveryNumberOfAnEpochForAFigure() {
        RunHistory history = Stories.history(
                List.of(rank(0, "epoch", "epoch", 1, "step", 10, "perplexity", 7.5, "seconds", 1.0, "note", "words")));

        assertThat(history.figures().keySet()).containsExactly("perplexity");
    }

    @Test
    void goesBackWithARunThatIsResumed() {
        List<Event> events = new ArrayList<>();
        events.add(launcher("started", "job", "a"));
        for (int step = 10; step <= 50; step += 10) {
            events.add(rank(0, "step", "step", step, "loss", 1.0));
            events.add(rank(0, "epoch", "epoch", step / 10, "step", step, "accuracy", 0.1));
        }
        events.add(launcher("error", "kind", "worker-lost", "message", "rank 1 was lost"));
        events.add(launcher("started", "job", "a", "resumedFrom", "checkpoints/step-00000030"));
        events.add(rank(0, "step", "step", 40, "loss", 0.5));
        events.add(rank(0, "epoch", "epoch", 4, "step", 40, "accuracy", 0.9));
        RunHistory history = Stories.history(events);

        assertThat(history.starts()).isEqualTo(2);
        assertThat(history.error()).isEmpty();
        assertThat(history.troubles()).hasSize(1);
        assertThat(history.epochs()).extracting(epoch -> epoch.number("step")).containsExactly(10.0, 20.0, 30.0, 40.0);
        assertThat(history.batchLoss().size()).isEqualTo(4);
        assertThat(history.figures().get("accuracy").last()).isEqualTo(0.9);
    }

    @Test
    void takesTheLossFromOneRankAlone() {
        RunHistory history = Stories.history(List.of(
                rank(1, "step", "step", 12, "loss", 0.4),
                rank(0, "step", "step", 11, "loss", 0.5),
                rank(1, "step", "step", 22, "loss", 0.2),
                rank(0, "step", "step", 21, "loss", 0.3)));

        assertThat(history.batchLoss().size()).isEqualTo(2);
        assertThat(history.batchLoss().last()).isEqualTo(0.3);
    }

    @Test
    void keepsAHundredTroublesAndCountsTheRest() {
        RunHistory history = Stories.history(IntStream.range(0, 130)
                .mapToObj(i -> rank(0, "warning", "message", "late " + i))
                .toList());

        assertThat(history.troubles()).hasSize(100);
        assertThat(history.moreTroubles()).isEqualTo(30);
    }

    @Test
    void passesOverCountsThatAreNoSquare() {
        RunHistory history = Stories.history(List.of(
                rank(0, "confusion", "classes", List.of("a", "b"), "counts", List.of(List.of(1L, 2L))),
                rank(0, "confusion", "classes", "a"),
                rank(0, "something new", "of a later version", 1)));

        assertThat(history.confusion()).isEmpty();
    }

    @Test
    void namesTheMostFrequentMistakesFirst() {
        ConfusionCounts counts = new ConfusionCounts(
                List.of("cat", "dog", "fox"), List.of(List.of(9L, 1L, 0L), List.of(0L, 8L, 3L), List.of(2L, 0L, 7L)));

        assertThat(counts.mistakes(2))
                .containsExactly(
                        new ConfusionCounts.Mistake("dog", "fox", 3), new ConfusionCounts.Mistake("fox", "cat", 2));
        assertThat(counts.actual(1)).isEqualTo(11);
        assertThat(counts.predicted(1)).isEqualTo(9);
        assertThat(counts.samples()).isEqualTo(30);
    }
}
