package io.cohort.train;

import io.cohort.core.job.Job;
import io.cohort.engine.Groups;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.optim.OptimizerSection;
import io.cohort.torch.optim.Progress;
import io.cohort.train.StepSums.Sums;
import io.cohort.train.Strategy.MicroBatch;
import io.cohort.train.Strategy.Update;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A job's step, done over and over on its first global batch: what one worker of a run does without the run's data loading, epochs, checkpoints and
 * events. For measuring what steps cost.
 *
 * <p>Threading: confined to the worker's thread. Memory: its own until {@link #close}; the groups must outlive it.
 */
public final class RepeatedSteps implements AutoCloseable {

    private static final long WITHOUT_END = Long.MAX_VALUE;

    private final OptimizerSection.Plan optimizer;
    private final OwnedMemory memory = new OwnedMemory();
    private final Strategy strategy;
    private final Network network;
    private final StepSums sums;
    private final List<MicroBatch> parts;
    private final BatchSource.Slice slice;
    private long step;
    private double loss = Double.NaN;

    /**
     * Builds the model and opens the data. Called by every worker of the groups.
     *
     * @param job of kind {@code train}; its {@code parallel.workers} is not looked at
     * @param groups those who train together; one worker alone where they have one
     */
    public RepeatedSteps(Job job, Groups groups) {
        optimizer = job.section(OptimizerSection.Plan.class);
        DataSplit data = job.section(DataSource.class).open(job.seed());
        network = memory.own(() -> TrainWorker.network(job, data));
        strategy = job.section(Parallel.class).strategy().create(job);
        strategy.prepare(TrainWorker.subject(job, network), groups);
        sums = new StepSums(groups.workers());
        TrainSettings settings = job.section(TrainSettings.class);
        slice = new GlobalBatches(data.train(), settings.batch(), job.seed(), strategy.share()).slice(0, 0);
        parts = memory.own(() -> microBatches(settings.accumulate()));
    }

    private List<MicroBatch> microBatches(int passes) {
        List<MicroBatch> all = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            int[] part = GlobalBatches.share(slice.samples(), pass, passes);
            IndexedData.Batch batch = network.batch(slice.data(), part);
            all.add(new MicroBatch(batch.inputs(), batch.targets(), part.length));
        }
        return all;
    }

    /** Does some updates, and waits for the last one's end on this rank. */
    public void run(int steps) {
        for (int i = 0; i < steps; i++) {
            double rate = optimizer.rate(new Progress(0, step, WITHOUT_END, WITHOUT_END));
            step++;
            double own;
            try (PointerScope scope = new PointerScope()) {
                own = strategy.step(parts, new Update(step, slice.globalWeight(), rate));
            }
            settle();
            sums.give(own, slice.samples().length, false, false);
        }
        settle();
    }

    /** Of this worker, in each step. */
    public int samples() {
        return slice.samples().length;
    }

    /** Numbers that the model has. */
    public long parameters() {
        try (PointerScope scope = new PointerScope()) {
            return NamedTensors.parameters(network.model().module()).values().stream()
                    .mapToLong(Tensor::numel)
                    .sum();
        }
    }

    /** The mean loss over the global batch before the last update; not-a-number before the first. */
    public double loss() {
        return loss;
    }

    private void settle() {
        @Nullable Sums agreed = sums.take();
        if (agreed != null) {
            loss = agreed.lossSum() / agreed.samples();
        }
    }

    @Override
    public void close() {
        sums.close();
        strategy.close();
        memory.close();
    }
}
