package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunInterrupted;
import io.cohort.train.TrainingListener.CheckpointWritten;
import io.cohort.train.TrainingListener.Control;
import io.cohort.train.TrainingListener.EpochEnded;
import io.cohort.train.TrainingListener.StepDone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingListenerTest {

    private static final int MANY_EPOCHS = 100_000;

    @TempDir
    Path folder;

    private TrainingJob iris(int epochs) {
        return TrainingJob.named("iris")
                .data("iris")
                .model("mlp")
                .epochs(epochs)
                .batch(30)
                .engine("threads")
                .into(folder.resolve("run"));
    }

    @Test
    void hearsOfEachKindInOrder() {
        List<String> heard = new ArrayList<>();
        List<EpochEnded> epochs = new ArrayList<>();
        List<StepDone> steps = new ArrayList<>();
        List<Map<String, Object>> ends = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void started(String run, Control control) {
                heard.add("started " + run);
            }

            @Override
            public void stepDone(StepDone step, Control control) {
                steps.add(step);
            }

            @Override
            public void epochEnded(EpochEnded epoch, Control control) {
                heard.add("epoch " + epoch.epoch());
                epochs.add(epoch);
            }

            @Override
            public void checkpointWritten(CheckpointWritten checkpoint, Control control) {
                heard.add("checkpoint " + checkpoint.step());
            }

            @Override
            public void ended(Map<String, Object> summary) {
                heard.add("ended");
                ends.add(summary);
            }
        };

        Training.Result result = iris(2).listener(listener).train();

        assertThat(heard)
                .containsExactly(
                        "started " + folder.resolve("run"),
                        "epoch 1",
                        "checkpoint 4",
                        "epoch 2",
                        "checkpoint 8",
                        "ended");
        assertThat(epochs.get(1).step()).isEqualTo(8);
        assertThat(epochs.get(1).trainLoss()).isPositive();
        assertThat(epochs.get(1).figures()).containsKeys("loss", "accuracy").doesNotContainKeys("epoch", "trainLoss");
        assertThat(steps).allSatisfy(step -> assertThat(step.rank()).isBetween(0, 1));
        assertThat(ends).containsExactly(result.summary());
    }

    @Test
    void hearsOfStepsOfALongerRunUntilItStopsIt() {
        Set<Integer> ranks = new TreeSet<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepDone(StepDone step, Control control) {
                ranks.add(step.rank());
                assertThat(step.samplesPerSecond()).isPositive();
                if (ranks.size() == 2) {
                    control.stop();
                }
            }
        };

        assertThatThrownBy(() -> iris(MANY_EPOCHS).listener(listener).train())
                .isInstanceOf(RunInterrupted.class)
                .hasMessageContaining("is kept");
        assertThat(ranks).containsExactly(0, 1);
    }

    @Test
    void aCallbackThatThrowsStopsTheRunAndIsTheCallersToCatch() {
        List<String> heard = new ArrayList<>();

        assertThatThrownBy(() -> iris(MANY_EPOCHS)
                        .onEvent(event -> {
                            heard.add(event.type());
                            if (event.type().equals("epoch")) {
                                throw new IllegalStateException("enough");
                            }
                        })
                        .train())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(heard).endsWith("epoch").containsOnlyOnce("epoch");
    }
}
