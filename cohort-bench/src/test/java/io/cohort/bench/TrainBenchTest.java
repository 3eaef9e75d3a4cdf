package io.cohort.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohort.core.error.UserMistake;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainBenchTest {

    private static final Pace SHORT = new Pace(0, 0, 1, 1);

    @ParameterizedTest
    @CsvSource({"LENET,21840", "MLP,5824522", "GPT,3323392"})
    void hasTheModelsThatPeersAreMeasuredWith(BenchModel model, long parameters) {
        Map<String, Object> result = run(options(model, 2, 1, "threads", "shm"));

        assertThat(result)
                .containsEntry("model", model.word())
                .containsEntry("parameters", parameters)
                .containsEntry("workers", 2)
                .containsEntry("batch", 1)
                .containsEntry("transport", "shm");
    }

    @Test
    void figuresFollowFromRates() {
        Map<String, Object> result = run(options(BenchModel.LENET, 3, 4, "threads", "tcp"));

        double together = number(result, "samplesPerSecond");
        double silent = number(result, "silentSamplesPerSecond");
        assertThat(together).isPositive();
        assertThat(number(result, "efficiency")).isCloseTo(together / silent, within(1e-9));
        assertThat(number(result, "speedup"))
                .isCloseTo(together / number(result, "oneWorkerSamplesPerSecond"), within(1e-9));
        assertThat(number(result, "millisecondsPerStep")).isCloseTo(1000 * 3 * 4 / together, within(1e-6));
        assertThat(number(result, "silentMillisecondsPerStep")).isCloseTo(1000 * 3 * 4 / silent, within(1e-6));
    }

    @Test
    void measuresProcesses() {
        assertThat(run(options(BenchModel.LENET, 2, 2, "processes", "auto"))).containsEntry("transport", "shm");
    }

    @Test
    void oneWorkerAloneHasNobodyToWaitFor() {
        assertThat(run(options(BenchModel.LENET, 1, 2, "threads", "auto"))).containsEntry("transport", "local");
    }

    @Test
    void setsAPeerBeside() {
        Map<String, Object> result = run(new TrainBench.Options(BenchModel.LENET, 2, 4, 1, "threads", "shm", "ddp", 1));

        assertThat(result).containsEntry("peer", "ddp");
        assertThat(number(result, "ratio"))
                .isCloseTo(number(result, "samplesPerSecond") / number(result, "peerSamplesPerSecond"), within(1e-9));
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        refused(0, 4, 1, "--workers=0: must be from 1 to 1024", "Write --workers 1");
        refused(2, 0, 1, "--batch=0: must be from 1", "Write --batch 1");
        refused(2, 4, -1, "--steps=-1", "Write --steps 0");
    }

    private static void refused(int workers, int batch, int steps, String... words) {
        assertThatThrownBy(() -> new TrainBench.Options(BenchModel.MLP, workers, batch, steps, "threads", "shm", "", 1))
                .isInstanceOfSatisfying(UserMistake.class, mistake -> {
                    assertThat(mistake.kind()).isEqualTo("bad-option");
                    assertThat(mistake.getMessage()).contains(words);
                });
    }

    private static TrainBench.Options options(
            BenchModel model, int workers, int batch, String engine, String transport) {
        return new TrainBench.Options(model, workers, batch, 1, engine, transport, "", 1);
    }

    private static Map<String, Object> run(TrainBench.Options options) {
        Heard heard = new Heard();
        TrainBench.run(options, SHORT, heard);
        assertThat(heard.results).hasSize(1);
        return heard.results.get(0);
    }

    private static double number(Map<String, Object> fields, String key) {
        return ((Number) fields.get(key)).doubleValue();
    }
}
