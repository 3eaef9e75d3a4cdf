package io.cohort.bench;

import io.cohort.core.job.Job;
import io.cohort.engine.WorkerContext;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.loss.Loss;
import io.cohort.torch.loss.LossSection;
import io.cohort.torch.model.Model;
import io.cohort.torch.model.ModelProvider;
import io.cohort.torch.optim.OptimizerSection;
import io.cohort.torch.optim.Sgd;
import io.cohort.train.GlobalBatches;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolVector;
import org.bytedeco.pytorch.Reducer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.SizeTStringMap;
import org.bytedeco.pytorch.SizeTVector;
import org.bytedeco.pytorch.SizeTVectorVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The same step with libtorch's own distributed data parallelism: its {@code Reducer} over Gloo with the settings of PyTorch's
 * {@code DistributedDataParallel}, and its own SGD. The same library as ours, of the same age, so that only the exchange and the update differ.
 *
 * <p>Threading: confined to the worker's thread. Memory: its own until {@link #close}.
 */
final class DdpSteps implements AutoCloseable {

    private static final int INITIAL_PARAMETERS = 2;

    private final OwnedMemory memory = new OwnedMemory();
    private final GlooProcesses processes;
    private final Model model;
    private final Loss loss;
    private final IndexedData.Batch batch;
    private final int samples;
    private final SGD optimizer;
    private final Reducer reducer;
    private double lastLoss = Double.NaN;

    /** @param job of all workers together; its optimizer is SGD */
    DdpSteps(Job job, WorkerContext worker) {
        DataSplit data = job.section(DataSource.class).open(job.seed());
        OptimizerSection.Plan plan = job.section(OptimizerSection.Plan.class);
        ModelProvider.Recipe recipe = job.section(ModelProvider.Recipe.class);
        loss = job.section(LossSection.Choice.class).forTask(data.spec().task());
        model = memory.own(
                () -> Seeds.drawing(Seeds.key(job.seed(), INITIAL_PARAMETERS), () -> recipe.build(data.spec())));
        int[] own = GlobalBatches.share(data.train().numbers(), worker.rank(), worker.size());
        samples = own.length;
        batch = memory.own(() -> batch(data, own));
        TensorVector parameters = memory.own(() -> model.module().parameters());
        optimizer = memory.own(() -> sgd(parameters, plan));
        processes = new GlooProcesses(worker, "ddp");
        reducer = memory.own(() -> reducer(parameters));
    }

    private static IndexedData.Batch batch(DataSplit data, int[] samples) {
        IndexedData.Batch raw = data.train().data().batch(samples);
        return new IndexedData.Batch(Normalisation.of(data.train()).apply(raw.inputs()), raw.targets());
    }

    private static SGD sgd(TensorVector parameters, OptimizerSection.Plan plan) {
        SGDOptions options = new SGDOptions(plan.learningRate());
        options.momentum().put(((Sgd) plan.rule()).momentum());
        return new SGD(parameters, options);
    }

    private Reducer reducer(TensorVector parameters) {
        long cap = torch.kDefaultBucketBytesCap();
        long firstCap = torch.kDefaultFirstBucketBytes();
        SizeTVectorVector inOrder = torch.compute_bucket_assignment_by_size(parameters, new SizeTVector(firstCap, cap))
                .get0();
        SizeTVectorVector lastFirst = new SizeTVectorVector();
        for (long i = inOrder.size() - 1; i >= 0; i--) {
            lastFirst.push_back(inOrder.get(i));
        }
        boolean[] sparse = new boolean[Math.toIntExact(parameters.size())];
        return new Reducer(
                parameters,
                lastFirst,
                processes.group(),
                new BoolVector(sparse),
                cap,
                false, // every parameter is used
                false, // gradients are copied into buckets, as by default
                new SizeTStringMap(),
                firstCap,
                false,
                false);
    }

    /** Does some updates. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            try (PointerScope scope = new PointerScope()) {
                step();
            }
        }
    }

    private void step() {
        optimizer.zero_grad();
        reducer.prepare_for_forward();
        reducer.rebuild_buckets(); // once, after the first backward: in the order in which gradients came
        Tensor mean = loss.sum(model.forward(batch.inputs()), batch.targets()).div(new Scalar((double) samples));
        reducer.prepare_for_backward(new TensorVector());
        mean.backward();
        optimizer.step();
        lastLoss = mean.item_double();
    }

    int samples() {
        return samples;
    }

    /** The mean loss over this worker's samples before the last update; not-a-number before the first. */
    double loss() {
        return lastLoss;
    }

    @Override
    public void close() {
        memory.close();
        processes.close();
    }
}
