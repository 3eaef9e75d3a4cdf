package io.cohort.train;

import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import io.cohort.torch.data.Samples;
import io.cohort.torch.metric.Metrics;
import io.cohort.torch.metric.Scores;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Measures the model on some samples with all workers: each takes its share, every sample counts once, every rank gets the same figures.
 *
 * <p>Threading: confined to the worker's thread.
 */
final class Evaluator {

    private static final int BATCH = 256;

    private final Network network;
    private final Metrics metrics;
    private final Strategy strategy;
    private final ProcessGroup group;

    Evaluator(Network network, Metrics metrics, Strategy strategy, ProcessGroup group) {
        this.network = network;
        this.metrics = metrics;
        this.strategy = strategy;
        this.group = group;
    }

    /** The scores of all ranks together. Every rank must call it. */
    Scores measure(Samples samples) {
        Strategy.Share share = strategy.share();
        int[] mine = GlobalBatches.share(samples.numbers(), share.index(), share.of());
        Scores scores = Scores.of(samples, network.spec(), metrics);
        network.model().module().train(false);
        try (PointerScope outer = new PointerScope();
                AutoGradMode noGrad = new NoGradGuard()) {
            for (int from = 0; from < mine.length; from += BATCH) {
                try (PointerScope scope = new PointerScope()) {
                    int[] some = Arrays.copyOfRange(mine, from, Math.min(from + BATCH, mine.length));
                    var batch = network.batch(samples.data(), some);
                    Tensor outputs = strategy.forward(batch.inputs());
                    double loss = network.loss().sum(outputs, batch.targets()).item_double();
                    double weight = network.loss().weight(samples.data(), some);
                    scores.add(outputs, batch.targets(), loss, weight);
                }
            }
            double[] sums = scores.toArray();
            DoublePointer shared = new DoublePointer(sums);
            Tensor tensor =
                    torch.from_blob(shared, new long[] {sums.length}, new TensorOptions(torch.ScalarType.Double));
            group.allReduce(tensor, ReduceOp.SUM).await();
            shared.get(sums);
            return scores.replacedBy(sums);
        } finally {
            network.model().module().train(true);
        }
    }
}
