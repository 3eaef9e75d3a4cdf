package io.cohort.train;

import io.cohort.comm.ProcessGroup;
import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.optim.OptimizerSection;
import io.cohort.torch.optim.Progress;
import io.cohort.train.StepSums.Sums;
import io.cohort.train.Strategy.MicroBatch;
import io.cohort.train.Strategy.Update;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            DataSplit data,
            Strategy strategy,
            ProcessGroup group,
            OptimizerSection.Plan optimizer,
            TrainSettings settings,
            BatchSource batches) {}

    /** What happens besides: where checkpoints and events go. */
    interface Observer {
        /** After each step; loss is the global one, known a step late, NaN before. */
        void step(Position position, int ownSamples, double loss);

        /** After each epoch, on every rank. {@code figures} is empty when nothing is measured. */
        void epoch(Position position, double learningRate, Map<String, Object> figures);

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
    private final StepSums sums;
    private final Evaluator evaluator;
    private Position position;
    private boolean stopAgreed;

    Trainer(Setup setup, Position from, Observer observer, BooleanSupplier stopRequested, boolean measure) {
        this.setup = setup;
        this.position = from;
        this.observer = observer;
        this.stopRequested = stopRequested;
        this.measure = measure;
        this.batches = setup.batches;
        this.sums = new StepSums(setup.group);
        this.evaluator = new Evaluator(setup.network, setup.strategy, setup.group);
    }

    /** Trains until all epochs or steps are done, or a stop is agreed on. @return where it stands then */
    Position train() throws IOException {
        while (position.epoch() < setup.settings.epochs() && !stopAgreed && !stepsDone()) {
            epoch();
        }
        return position;
    }

    /** Whether training ended because somebody asked for it, with work left to do. */
    boolean interrupted() {
        return stopAgreed && position.epoch() < setup.settings.epochs() && !stepsDone();
    }

    /** Measures the model on the held-out samples; empty when there are none. */
    Map<String, Object> test() {
        return setup.data.test().size() == 0 ? Map.of() : evaluator.measure(setup.data.test());
    }

    @Override
    public void close() {
        sums.close();
    }

    private void epoch() throws IOException {
        while (position.batch() < batches.perEpoch() && !stopAgreed && !stepsDone()) {
            step();
        }
        settle();
        if (position.batch() == batches.perEpoch()) {
            double rate = rate();
            observer.epoch(position, rate, measureEpoch());
            position = position.nextEpoch();
            if (observer.due(position, true)) {
                observer.checkpoint(position);
            }
        }
    }

    private void step() throws IOException {
        BatchSource.Slice slice = batches.slice(position.epoch(), position.batch());
        double rate = rate();
        double loss = compute(slice, new Update(position.step() + 1, slice.globalSamples(), rate));
        double known = settle();
        sums.give(loss, slice.samples().length, stopRequested.getAsBoolean());
        position = position.afterBatch();
        observer.step(position, slice.samples().length, known);
        if (observer.due(position, false)) {
            settle();
            observer.checkpoint(position);
        }
    }

    private double compute(BatchSource.Slice slice, Update update) {
        try (PointerScope scope = new PointerScope()) {
            List<MicroBatch> parts = new ArrayList<>();
            int passes = setup.settings.accumulate();
            for (int pass = 0; pass < passes; pass++) {
                int[] part = GlobalBatches.share(slice.samples(), pass, passes);
                IndexedData.Batch batch = setup.network.batch(slice.data(), part);
                parts.add(new MicroBatch(batch.inputs(), batch.targets(), part.length));
            }
            return setup.strategy.step(parts, update);
        }
    }

    /** Takes in what all ranks found in the step before. @return its mean loss; NaN when there was none */
    private double settle() {
        @Nullable Sums agreed = sums.take();
        if (agreed == null) {
            return Double.NaN;
        }
        position = position.withLoss(agreed.lossSum(), agreed.samples());
        stopAgreed |= agreed.stop();
        return agreed.lossSum() / agreed.samples();
    }

    private double rate() {
        long perEpoch = batches.perEpoch();
        return setup.optimizer.rate(
                new Progress(position.epoch(), position.step(), perEpoch, setup.settings.totalSteps(perEpoch)));
    }

    private boolean stepsDone() {
        return setup.settings.maxSteps().isPresent()
                && position.step() >= setup.settings.maxSteps().get();
    }

    private Map<String, Object> measureEpoch() {
        var held = setup.data.validation().size() > 0 ? setup.data.validation() : setup.data.test();
        if (!measure || held.size() == 0) {
            return Map.of();
        }
        return new LinkedHashMap<>(evaluator.measure(held));
    }
}
