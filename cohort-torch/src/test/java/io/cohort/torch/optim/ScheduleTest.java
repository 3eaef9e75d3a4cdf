package io.cohort.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final int STEPS = 30;
    private static final int STEPS_AN_EPOCH = 10;

    /** @param options the job's {@code schedule} */
    record Example(Map<String, Object> options, List<Double> factors) {}

    static Stream<Named<Example>> examples() throws IOException {
        Path file = Path.of("src/test/resources/fixtures/schedules.json");
        return new ObjectMapper()
                .readValue(file.toFile(), new TypeReference<List<Example>>() {}).stream()
                        .map(example -> Named.of(example.options().toString(), example));
    }

    /** The numbers of {@code fixtures/optimizers.py}. */
    @ParameterizedTest
    @MethodSource("examples")
    void givesTheRatesOfPyTorch(Example example) {
        OptimizerSection.Plan plan = plan(example.options());

        for (int step = 0; step < STEPS; step++) {
            assertThat(plan.rate(at(step, STEPS)) / plan.learningRate())
                    .as("step " + step)
                    .isCloseTo(example.factors().get(step), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "step", "exponential", "inverse-time", "cosine", "one-cycle"})
    void staysWithinReasonHoweverShortTheRun(String name) {
        OptimizerSection.Plan plan = plan(Map.of("name", name, "warmup", "3 steps"));

        for (int total = 1; total < 8; total++) {
            for (int step = 0; step <= total; step++) {
                assertThat(plan.rate(at(step, total)) / plan.learningRate())
                        .as("step " + step + " of " + total)
                        .isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void refusesAWarmupWithoutUnit() {
        assertThatThrownBy(() -> plan(Map.of("name", "cosine", "warmup", "500")))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("warmup=500")
                .hasMessageContaining("Write warmup: 500 steps");
    }

    @Test
    void namesTheNearestSchedule() {
        assertThatThrownBy(() -> plan(Map.of("name", "cosin")))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("one-cycle")
                .hasMessageContaining("Write cosine");
    }

    private static Progress at(int step, int total) {
        return new Progress(step / STEPS_AN_EPOCH, step, STEPS_AN_EPOCH, total);
    }

    private static OptimizerSection.Plan plan(Map<String, Object> schedule) {
        return Sections.read(new OptimizerSection(), Map.of("name", "sgd", "schedule", schedule), "optimizer");
    }
}
