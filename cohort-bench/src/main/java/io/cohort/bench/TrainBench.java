package io.cohort.bench;

import io.cohort.core.job.Job;
import io.cohort.core.json.Json;
import io.cohort.train.TrainingJob;

/**
 * Measures how many samples a second are trained on by one worker, by all workers at the same time without communication, and by all workers together: the
 * launcher's side of {@code cohort bench train}.
 *
 * <p>The steps are those of a run, on one random batch that stays: forward, backward, exchange, update (SGD with momentum). Loading data is not measured.
 *
 * <p>Threading: {@link #run} blocks.
 */
public final class TrainBench {

    /**
     * What is measured.
     *
     * @param batch samples of one worker in one step
     * @param steps of one turn; 0 for as many as take half a second
     * @param engine {@code processes} or {@code threads}
     * @param transport {@code auto}, {@code shm}, {@code tcp} or {@code gloo}
     * @param peer {@code ddp}, libtorch's own data parallelism over Gloo; empty for none
     * @param seconds about how long all turns take
     */
    public record Options(
            BenchModel model,
            int workers,
            int batch,
            int steps,
            String engine,
            String transport,
            String peer,
            int seconds) {

        private static final int MOST_BATCH = 1 << 16;
        private static final int MOST_STEPS = 1 << 20;

        public Options {
            BenchOptions.requireWorkers(workers, 1);
            BenchOptions.requireWithin("--batch", batch, 1, MOST_BATCH, "");
            BenchOptions.requireWithin("--steps", steps, 0, MOST_STEPS, "; 0 for half a second's");
            BenchOptions.requireSeconds(seconds);
        }

        Job job() {
            TrainingJob job = TrainingJob.named("bench-" + model.word())
                    .data(RandomData.class)
                    .set("data.samples", workers * batch)
                    .set("data.test", 0)
                    .set("optimizer.name", "sgd")
                    .set("optimizer.lr", 0.01)
                    .set("optimizer.momentum", 0.9)
                    .batch(workers * batch)
                    .workers(workers)
                    .engine(engine)
                    .set("parallel.transport", transport);
            model.describe(job);
            return job.job();
        }
    }

    private static final double TURN_SECONDS = 0.5;
    private static final int LEAST_TURNS = 5;

    private TrainBench() {}

    /**
     * Measures; the listener hears one result.
     *
     * @throws io.cohort.core.error.RunFailed as a worker failed
     */
    public static void run(Options options, BenchListener listener) {
        run(options, new Pace(TURN_SECONDS, options.seconds, LEAST_TURNS, options.steps), listener);
    }

    static void run(Options options, Pace pace, BenchListener listener) {
        TrainBenchPlan plan =
                new TrainBenchPlan(options.job().toJson(), options.model.word(), options.batch, options.peer, pace);
        new BenchGang(TrainBenchWorker.class, options.workers, options.engine, options.transport)
                .run(Json.write(plan), listener);
    }
}
