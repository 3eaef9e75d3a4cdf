package io.cohort.train;

import io.cohort.comm.ProcessGroup;
import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Timeline;
import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Samples;
import io.cohort.torch.metric.Metrics;
import io.cohort.torch.metric.Scores;
import io.cohort.torch.optim.OptimizerSection;
import io.cohort.torch.optim.Progress;
import io.cohort.train.StepSums.Sums;
import io.cohort.train.Strategy.MicroBatch;
import io.cohort.train.Strategy.Update;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * The training loop of one worker; the only one there is. It cuts global batches into shares, hands them to the strategy, watches the loss, measures
 * after each epoch, keeps checkpoints and stops when asked, at the same step on every rank.
 *
 * <p>Threading: confined to the worker's thread. Memory: each step's tensors are closed by its end.
 */
final class Trainer implements AutoCloseable {

    /** What a trainer needs and does not make itself. */
    record Setup(
            Network network,
            Metrics metrics,
            DataSplit data,
            Strategy strategy,
            ProcessGroup group,
            OptimizerSection.Plan optimizer,
            TrainSettings settings,
            BatchSource batches,
            Timeline timeline) {}

    /** What happens besides: where checkpoints and events go. */
    interface Observer {
        /** After each step; loss is the global one, known a step late, NaN before; the rate is the one the step was made with. */
        void step(Position position, int ownSamples, double loss, double learningRate);

        /** After each epoch, on every rank. {@code figures} is empty when nothing is measured. */
        void epoch(Position position, double learningRate, Map<String, Object> figures);

        /** Keeps the model of the best epoch so far, the one that just ended. Called on every rank at the same position. */
        void best(Position position) throws IOException;

        /** Puts the best epoch's parameters back into the model. Called on every rank. */
        void restoreBest() throws IOException;

        /** Whether a checkpoint is to be kept now. */
        boolean due(Position position, boolean epochEnds);

        /** Keeps one. Called on every rank at the same position. */
        void checkpoint(Position position) throws IOException;
    }

    private final Setup setup;
    private final Observer observer;
    private final BooleanSupplier stopRequested;
    private final boolean measure;
    private final BatchSource batches;
    private final Timeline timeline;
    private final StepSums sums;
    private final Evaluator evaluator;
    private Position position;
    private final long startNanos = System.nanoTime();
    private boolean stopAgreed;
    private boolean timeIsUp;

    Trainer(Setup setup, Position from, Observer observer, BooleanSupplier stopRequested, boolean measure) {
        this.setup = setup;
        this.position = from;
        this.observer = observer;
        this.stopRequested = stopRequested;
        this.measure = measure;
        this.batches = setup.batches;
        this.timeline = setup.timeline;
        this.sums = new StepSums(setup.group);
        this.evaluator = new Evaluator(setup.network, setup.metrics, setup.strategy, setup.group);
    }

    /**
     * Trains until all epochs or steps are done, the time is up, patience has run out, or a stop is agreed on. With validation samples the best
     * epoch's parameters are put back at the end.
     *
     * @return where it stands then
     */
    Position train() throws IOException {
        while (!stopAgreed && !done()) {
            epoch();
        }
        if (done() && position.best() != null) {
            observer.restoreBest();
        }
        return position;
    }

    /** Whether training ended because somebody asked for it, with work left to do. */
    boolean interrupted() {
        return stopAgreed && !done();
    }

    /** Measures the model on the held-out samples; empty when there are none. */
    Optional<Scores> test() {
        return setup.data.test().size() == 0 ? Optional.empty() : Optional.of(measure(setup.data.test()));
    }

    @Override
    public void close() {
        sums.close();
    }

    private void epoch() throws IOException {
        while (position.batch() < batches.perEpoch() && !stopAgreed && !enough()) {
            step();
        }
        settle();
        if (position.batch() == batches.perEpoch()) {
            double rate = rate();
            Map<String, Object> figures = measureEpoch();
            observer.epoch(position, rate, figures);
            if (setup.data.validation().size() > 0
                    && figures.get("loss") instanceof Double loss
                    && position.improvedBy(loss)) {
                position = position.withBest(loss);
                timeline.enter(Activity.CHECKPOINT);
                observer.best(position);
                timeline.leave(position.step());
            }
            position = position.nextEpoch();
            if (observer.due(position, true)) {
                checkpoint();
            }
        }
    }

    private void step() throws IOException {
        timeline.enter(Activity.DATA);
        BatchSource.Slice slice = batches.slice(position.epoch(), position.batch());
        timeline.leave(position.step() + 1);
        double rate = rate();
        double loss = compute(slice, new Update(position.step() + 1, slice.globalWeight(), rate));
        double known = settle();
        double perWeight =
                slice.globalSamples() / slice.globalWeight(); // so that sums over samples keep each batch's own mean
        sums.give(loss * perWeight, slice.samples().length, stopRequested.getAsBoolean(), overTime());
        position = position.afterBatch();
        observer.step(position, slice.samples().length, known, rate);
        if (observer.due(position, false)) {
            settle();
            checkpoint();
        }
    }

    private void checkpoint() throws IOException {
        timeline.enter(Activity.CHECKPOINT);
        observer.checkpoint(position);
        timeline.leave(position.step());
    }

    private double compute(BatchSource.Slice slice, Update update) {
        try (PointerScope scope = new PointerScope()) {
            List<MicroBatch> parts = new ArrayList<>();
            timeline.enter(Activity.DATA);
            int passes = setup.settings.accumulate();
            for (int pass = 0; pass < passes; pass++) {
                int[] part = GlobalBatches.share(slice.samples(), pass, passes);
                IndexedData.Batch batch = setup.network.batch(slice.data(), part);
                parts.add(new MicroBatch(batch.inputs(), batch.targets(), part.length));
            }
            timeline.leave(update.step());
            return setup.strategy.step(parts, update);
        }
    }

    /** Takes in what all ranks found in the step before. @return its mean loss; NaN when there was none */
    private double settle() {
        timeline.enter(Activity.WAITING);
        @Nullable Sums agreed = sums.take();
        timeline.leave(position.step());
        if (agreed == null) {
            return Double.NaN;
        }
        position = position.withLoss(agreed.lossSum(), agreed.samples());
        stopAgreed |= agreed.stop();
        timeIsUp |= agreed.timeIsUp();
        return agreed.lossSum() / agreed.samples();
    }

    /** Whether the whole run has come to its end. */
    private boolean done() {
        boolean impatient = setup.settings
                .patience()
                .map(epochs -> position.batch() == 0 && position.epochsSinceBest() >= epochs)
                .orElse(false);
        return position.epoch() >= setup.settings.epochs() || impatient || enough();
    }

    /** Whether the run ends even in the middle of an epoch. */
    private boolean enough() {
        return timeIsUp
                || setup.settings
                        .maxSteps()
                        .map(most -> position.step() >= most)
                        .orElse(false);
    }

    private boolean overTime() {
        return setup.settings
                .maxTime()
                .map(limit -> System.nanoTime() - startNanos >= limit.toNanos())
                .orElse(false);
    }

    private double rate() {
        long perEpoch = batches.perEpoch();
        return setup.optimizer.rate(
                new Progress(position.epoch(), position.step(), perEpoch, setup.settings.totalSteps(perEpoch)));
    }

    private Map<String, Object> measureEpoch() {
        var held = setup.data.validation().size() > 0 ? setup.data.validation() : setup.data.test();
        if (!measure || held.size() == 0) {
            return Map.of();
        }
        return measure(held).figures();
    }

    private Scores measure(Samples samples) {
        timeline.enter(Activity.EVALUATION);
        Scores scores = evaluator.measure(samples);
        timeline.leave(position.step());
        return scores;
    }
}
