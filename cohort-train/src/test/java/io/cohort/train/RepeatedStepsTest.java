package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohort.comm.ProcessGroup;
import io.cohort.core.job.Job;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedStepsTest {

    private static final String JOB =
            "data: digits\nmodel: lenet\noptimizer: { lr: 0.03, momentum: 0.9 }\ntrain: { batch: %d, accumulate: %d }\n";

    @Test
    void learnsItsOneBatch() {
        try (ProcessGroup group = Lone.group();
                RepeatedSteps steps = new RepeatedSteps(job(32, 1), Lone.groups(group))) {
            assertThat(steps.loss()).isNaN();
            steps.run(1);
            double first = steps.loss();
            steps.run(100);

            assertThat(first).isCloseTo(Math.log(10), within(0.3));
            assertThat(steps.loss()).isLessThan(first / 4);
            assertThat(steps.samples()).isEqualTo(32);
            assertThat(steps.parameters()).isEqualTo(260 + 5020 + 80 * 50 + 50 + 510);
        }
    }

    @Test
    void passesOverTheBatchInPartsWhenTheJobSaysSo() {
        assertThat(lossAfter(5, job(32, 4))).isCloseTo(lossAfter(5, job(32, 1)), within(1e-3));
    }

    private static double lossAfter(int count, Job job) {
        try (ProcessGroup group = Lone.group();
                RepeatedSteps steps = new RepeatedSteps(job, Lone.groups(group))) {
            steps.run(count);
            return steps.loss();
        }
    }

    private static Job job(int batch, int accumulate) {
        return Job.parse(JOB.formatted(batch, accumulate), Path.of("").toAbsolutePath(), List.of());
    }
}
