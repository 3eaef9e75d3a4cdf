package io.cohort.torch.model;

import io.cohort.torch.internal.ArrayTensors;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation of channels, over one worker's part of a batch or, {@linkplain #synchronise synchronised}, over the parts of all workers.
 *
 * <p>Legend: n samples and N elements a channel over all workers; C channels; inputs {@code [n, C, …]}. Synchronised, n may be 0.
 * <p>Synchronised forward: workers add up counts and sums, then squared distances from the common mean, so that a channel far from zero loses no digits.
 * Backward: libtorch computes {@code g = dy·w/σ} as if the statistics were constants; a hook on the input then adds what their own dependence on it
 * gives, {@code dx = g − (Σg + x̂·Σ(g·x̂))/N}, with both sums over all workers. So forward and backward are exact, whatever the shares. Cost: three sums of
 * about C float64 numbers, one after the other.
 * <p>Memory: what a pass makes lives in the caller's scope, which must not close before backward has returned.
 *
 * <p>Source: Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift", ICML 2015, algorithm 1 and
 * section 3; momentum and epsilon as in PyTorch.
 */
public final class BatchNorm extends Module {

    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;
    private static final long CHANNELS = 1;

    private final Tensor weight;
    private final Tensor bias;
    private final Tensor runningMean;
    private final Tensor runningVariance;
    private @Nullable Synchroniser between;

    public BatchNorm(long channels) {
        // What register gives lies inside the module's list, which moves as it grows: take handles that live by
        // themselves.
        weight = new Tensor(register_parameter("weight", torch.ones(channels), true));
        bias = new Tensor(register_parameter("bias", torch.zeros(channels), true));
        runningMean = new Tensor(register_buffer("running_mean", torch.zeros(channels)));
        runningVariance = new Tensor(register_buffer("running_var", torch.ones(channels)));
    }

    /** From now on statistics count over all workers. */
    public void synchronise(Synchroniser workers) {
        between = workers;
    }

    /**
     * Normalises, and in training takes the statistics into the running ones.
     *
     * @param x {@code [n, C, …]}
     * @return the same shape
     */
    public Tensor forward(Tensor x) {
        if (!is_training()) {
            return normalise(x, runningMean, runningVariance);
        }
        if (between == null && x.numel() > x.size(CHANNELS)) {
            return torch.batch_norm(
                    x,
                    some(weight),
                    some(bias),
                    some(runningMean),
                    some(runningVariance),
                    true,
                    MOMENTUM,
                    EPSILON,
                    false);
        }
        Statistics statistics = statistics(x.detach(), between == null ? tensor -> {} : between);
        if (!x.requires_grad()) {
            return normalise(x, statistics.mean, statistics.variance);
        }
        Tensor hooked = x.view(x.shape()); // only this use of x takes part in what the hook adds
        hooked.register_hook(new Correction(x.detach(), statistics));
        return normalise(hooked, statistics.mean, statistics.variance);
    }

    private Tensor normalise(Tensor x, Tensor mean, Tensor variance) {
        return torch.batch_norm(
                x, some(weight), some(bias), some(mean), some(variance), false, MOMENTUM, EPSILON, false);
    }

    private static TensorOptional some(Tensor tensor) {
        return new TensorOptional(tensor);
    }

    /**
     * Over all workers.
     *
     * @param mean {@code [C]}, in the parameters' type, which may be finer than the inputs'
     * @param variance {@code [C]}, not corrected for having been estimated
     * @param count N
     */
    private record Statistics(Tensor mean, Tensor variance, double count, Synchroniser workers) {}

    private Statistics statistics(Tensor x, Synchroniser workers) {
        try (AutoGradMode noGrad = new NoGradGuard()) {
            long own = x.numel() / x.size(CHANNELS);
            T_TensorTensor_T moments = own == 0
                    ? new T_TensorTensor_T(torch.zeros_like(runningMean), torch.zeros_like(runningVariance))
                    : torch.batch_norm_update_stats(x, new TensorOptional(), new TensorOptional(), MOMENTUM);
            Tensor ownMean = moments.get0().to(ScalarType.Double);
            Tensor ownVariance = moments.get1().to(ScalarType.Double);

            Tensor sums = torch.cat(new TensorVector(ownMean.mul(new Scalar((double) own)), number(own))); // [C + 1]
            workers.sum(sums);
            double count = sums.select(0, -1).item_double();
            Tensor mean = sums.narrow(0, 0, x.size(CHANNELS)).div(new Scalar(count));
            Tensor squares = ownMean.sub(mean).square().add_(ownVariance).mul_(new Scalar((double) own));
            workers.sum(squares);
            Tensor variance = squares.div(new Scalar(count));
            remember(mean, squares.div(new Scalar(Math.max(1, count - 1))));
            return new Statistics(mean.to(weight.scalar_type()), variance.to(weight.scalar_type()), count, workers);
        }
    }

    private static Tensor number(long count) {
        return ArrayTensors.of(new double[] {count}, 1);
    }

    private void remember(Tensor mean, Tensor variance) {
        runningMean.lerp_(mean.to(runningMean.scalar_type()), new Scalar(MOMENTUM));
        runningVariance.lerp_(variance.to(runningVariance.scalar_type()), new Scalar(MOMENTUM));
    }

    /** Adds to the gradient of the inputs what comes through the statistics. */
    private static final class Correction extends TensorTensorHook {
        private final Tensor x;
        private final Statistics statistics;

        Correction(Tensor x, Statistics statistics) {
            this.x = x;
            this.statistics = statistics;
        }

        @Override
        public TensorBase call(TensorBase gradient) {
            Tensor g = new Tensor(gradient);
            Tensor normal = x.sub(channelwise(statistics.mean))
                    .mul_(channelwise(
                            statistics.variance.add(new Scalar(EPSILON)).rsqrt()));
            Tensor sums = torch.stack(new TensorVector(total(g), total(g.mul(normal)))); // [2, C]
            statistics.workers.sum(sums);
            Tensor means = sums.div_(new Scalar(statistics.count)).to(normal.scalar_type());
            return g.sub(channelwise(means.select(0, 0)))
                    .sub_(normal.mul_(channelwise(means.select(0, 1))))
                    .to(g.scalar_type());
        }

        private Tensor channelwise(Tensor values) { // [C]
            long[] shape = LongStream.range(0, x.dim())
                    .map(dim -> dim == CHANNELS ? x.size(CHANNELS) : 1)
                    .toArray();
            return values.view(shape);
        }

        private static Tensor total(Tensor values) {
            long[] others = LongStream.range(0, values.dim())
                    .filter(dim -> dim != CHANNELS)
                    .toArray();
            return values.sum(others, false, new ScalarTypeOptional(ScalarType.Double));
        }
    }
}
