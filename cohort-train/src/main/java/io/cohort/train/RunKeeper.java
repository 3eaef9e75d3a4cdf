package io.cohort.train;

import io.cohort.core.error.RunFailed;
import io.cohort.core.job.Job;
import io.cohort.core.probe.Probe;
import io.cohort.engine.WorkerContext;
import io.cohort.torch.metric.Scores;
import io.cohort.torch.model.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * One worker's record of its run: tells the launcher how it goes, and keeps and loads checkpoints.
 *
 * <p>Threading: confined to the worker's thread.
 */
final class RunKeeper implements Trainer.Observer, AutoCloseable {

    private static final long STEP_EVENT_NANOS = 200_000_000L;
    private static final long PROBE_EVENT_NANOS = 1_000_000_000L;

    /** The event has their square in numbers. */
    private static final int MOST_CONFUSED_CLASSES = 128;

    private final WorkerContext worker;
    private final Job job;
    private final TrainPayload payload;
    private final Model model;
    private final Strategy strategy;
    private final CheckpointSettings settings;
    private final Checkpoints checkpoints;
    private final Checkpoints best;
    private final InjectedFaults faults;
    private final List<Probe> probes = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private long lastStepEvent = startNanos;
    private long lastProbeEvent = startNanos - PROBE_EVENT_NANOS;
    private long lastEpochEnd = startNanos;
    private double lastLoss = Double.NaN;
    private long samplesSinceEvent;
    private long ownSamples;
    private boolean diverged;

    RunKeeper(WorkerContext worker, Job job, TrainPayload payload, Model model, Strategy strategy) {
        this.worker = worker;
        this.job = job;
        this.payload = payload;
        this.model = model;
        this.strategy = strategy;
        this.settings = job.section(CheckpointSettings.class);
        this.checkpoints = new Checkpoints(worker.artifacts(), Checkpoints.RUN, settings.keep());
        this.best = new Checkpoints(worker.artifacts(), Checkpoints.BEST, 1);
        this.faults = new InjectedFaults(ChaosPlan.of(payload.chaos(), job), worker);
        ServiceLoader.load(Probe.class).forEach(probe -> {
            if (probe.available()) {
                probes.add(probe);
            }
        });
    }

    /** Where training begins: at the start, or where the checkpoint stands. */
    Position start() throws IOException {
        return payload.resumeFrom().isEmpty()
                ? Position.START
                : checkpoints.read(payload.resumeFrom(), model, strategy);
    }

    @Override
    public void step(Position position, int own, double loss, double learningRate) {
        samplesSinceEvent += own;
        ownSamples += own;
        warnOfDivergence(position, position.step() - 1); // the sum that is known is a step old
        // After the first step of an epoch none is known.
        lastLoss = Double.isNaN(loss) && !diverged ? lastLoss : loss;
        long now = System.nanoTime();
        if (now - lastStepEvent >= STEP_EVENT_NANOS) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("epoch", position.epoch() + 1);
            fields.put("step", position.step());
            fields.put("loss", lastLoss);
            fields.put("samples", ownSamples);
            fields.put("samplesPerSecond", samplesSinceEvent * 1e9 / (now - lastStepEvent));
            fields.put("learningRate", learningRate);
            fields.put("seconds", seconds());
            worker.event("step", fields);
            lastStepEvent = now;
            samplesSinceEvent = 0;
            probe(now, position);
        }
        faults.afterStep(position.step());
    }

    @Override
    public void epoch(Position position, double learningRate, Map<String, Object> figures) {
        long now = System.nanoTime();
        warnOfDivergence(position, position.step());
        if (worker.rank() == 0) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("epoch", position.epoch() + 1);
            fields.put("step", position.step());
            fields.put("trainLoss", position.meanLoss());
            fields.putAll(figures);
            fields.put("learningRate", learningRate);
            fields.put("seconds", seconds());
            fields.put("samplesPerSecond", position.samples() * 1e9 / (now - lastEpochEnd));
            worker.event("epoch", fields);
        }
        lastEpochEnd = now;
        faults.goOn();
    }

    @Override
    public void best(Position position) {
        if (!payload.keep()) {
            return;
        }
        strategy.finish();
        if (worker.rank() == 0) {
            write(best, position);
        }
    }

    @Override
    public void restoreBest() throws IOException {
        if (payload.keep()) {
            worker.groups().workers().barrier().await(); // rank 0 has written it
            best.read(best.newest(), model, strategy);
        }
    }

    @Override
    public boolean due(Position position, boolean epochEnds) {
        return payload.keep() && settings.due(position.step(), epochEnds, position.epoch());
    }

    @Override
    public void checkpoint(Position position) {
        strategy.finish();
        if (worker.rank() != 0) {
            return;
        }
        write(checkpoints, position).ifPresent(kept -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("path", kept.path());
            fields.put("step", position.step());
            fields.put("bytes", kept.bytes());
            worker.event("checkpoint", fields);
        });
    }

    private Optional<Checkpoints.Kept> write(Checkpoints where, Position position) {
        try {
            return where.write(model, strategy, position, job);
        } catch (IOException e) {
            throw unwritable("the checkpoint of step " + position.step(), e);
        }
    }

    /** What to say when the launcher could not keep a file of this run. */
    static RunFailed unwritable(String what, IOException e) {
        return new RunFailed(
                "run-directory",
                what + " cannot be written: " + e.getMessage(),
                "Make room or make it writable; then go on with --resume",
                -1,
                e);
    }

    /** Tells what was taken for what, where there are classes and few enough to look at. */
    void measured(Scores scores, List<String> classes) {
        if (worker.rank() != 0 || classes.size() > MOST_CONFUSED_CLASSES) {
            return;
        }
        scores.confusion()
                .ifPresent(confusion ->
                        worker.event("confusion", Map.of("classes", classes, "counts", confusion.matrix())));
    }

    /** Samples this worker has trained on. */
    long samples() {
        return ownSamples;
    }

    /** Since the worker began to train. */
    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    @Override
    public void close() {
        probes.forEach(Probe::close);
    }

    /** Once: a loss that is no number stays none. */
    private void warnOfDivergence(Position position, long step) {
        if (diverged || worker.rank() != 0 || position.samples() == 0 || Double.isFinite(position.lossSum())) {
            return;
        }
        diverged = true;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "message",
                "the loss of step " + step + " is not a finite number: training has diverged."
                        + " Lower optimizer.lr, or limit the gradient with train.clip");
        fields.put("step", step);
        worker.event("warning", fields);
    }

    private void probe(long now, Position position) {
        if (now - lastProbeEvent < PROBE_EVENT_NANOS) {
            return;
        }
        lastProbeEvent = now;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("step", position.step());
        probes.forEach(probe -> fields.putAll(probe.sample()));
        worker.event("probe", fields);
    }
}
