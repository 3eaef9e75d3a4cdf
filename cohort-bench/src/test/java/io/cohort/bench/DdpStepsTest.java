package io.cohort.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohort.core.job.Job;
import io.cohort.engine.WorkerContext;
import io.cohort.engine.WorkerEntry;
import io.cohort.train.RepeatedSteps;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdpStepsTest {

    private static final int STEPS = 20;

    @ParameterizedTest
    @ValueSource(strings = {"processes", "threads"})
    void trainsAsOursDoes(String engine) {
        Job job = new TrainBench.Options(BenchModel.LENET, 2, 4, 1, engine, "shm", "ddp", 1).job();
        Heard heard = new Heard();

        new BenchGang(BothWays.class, 2, engine, "shm").run(job.toJson(), heard);

        Map<String, Object> loss = heard.results.get(0);
        assertThat((Double) loss.get("ours")).isLessThan((Double) loss.get("first"));
        assertThat((Double) loss.get("ddp")).isCloseTo((Double) loss.get("ours"), within(1e-4));
    }

    /** Some steps either way, from the same parameters and on the same global batch. */
    public static final class BothWays implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            Job job = Job.fromJson(worker.payload());
            try (RepeatedSteps ours = new RepeatedSteps(job, worker.groups());
                    DdpSteps ddp = new DdpSteps(job, worker)) {
                ours.run(1);
                double first = ours.loss();
                ours.run(STEPS - 1);
                ddp.run(STEPS);
                double mean = Ranks.of(worker).sum(new double[] {ddp.loss()})[0] / worker.size();
                new BenchEvents(worker).result(Map.of("first", first, "ours", ours.loss(), "ddp", mean));
            }
            return "{}";
        }
    }
}
