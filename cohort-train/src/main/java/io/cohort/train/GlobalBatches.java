package io.cohort.train;

import io.cohort.torch.Seeds;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Samples;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The order in which samples are trained on: global batch k of an epoch is a pure function of seed, epoch and k, whoever asks. Each worker
 * takes its share of it; a share may be empty.
 *
 * <p>Threading: one thread at a time.
 */
public final class GlobalBatches implements BatchSource {

    private static final int ORDER = 1;

    private final Samples samples;
    private final int batch;
    private final long seed;
    private final Strategy.Share share;
    private final Weighing weighing;
    private int orderedEpoch = -1;
    private int[] order = {};

    /** What some samples count for together in the mean of the loss. */
    @FunctionalInterface
    public interface Weighing {
        double of(IndexedData data, int[] samples);
    }

    /** All global batches of a run in which each sample counts 1. */
    public GlobalBatches(Samples samples, int batch, long seed, Strategy.Share share) {
        this(samples, batch, seed, share, (data, some) -> some.length);
    }

    /**
     * All global batches of a run.
     *
     * @param samples what is trained on
     * @param batch how many make a global batch; an epoch's last one may be smaller
     * @param share this worker's part of each
     * @param weighing what a global batch counts for; every worker asks it about the whole batch, so nothing need be exchanged
     */
    public GlobalBatches(Samples samples, int batch, long seed, Strategy.Share share, Weighing weighing) {
        this.samples = samples;
        this.batch = batch;
        this.seed = seed;
        this.share = share;
        this.weighing = weighing;
    }

    @Override
    public int perEpoch() {
        return (samples.size() + batch - 1) / batch;
    }

    @Override
    public Slice slice(int epoch, int k) {
        if (epoch != orderedEpoch) {
            order = order(epoch);
            orderedEpoch = epoch;
        }
        int[] whole = Arrays.copyOfRange(order, k * batch, Math.min((k + 1) * batch, order.length));
        return new Slice(
                samples.data(),
                share(whole, share.index(), share.of()),
                whole.length,
                weighing.of(samples.data(), whole));
    }

    /** Part {@code index} of {@code parts} nearly equal, contiguous parts; some are empty when there are more parts than samples. */
    public static int[] share(int[] whole, int index, int parts) {
        int from = (int) ((long) whole.length * index / parts);
        int to = (int) ((long) whole.length * (index + 1) / parts);
        return Arrays.copyOfRange(whole, from, to);
    }

    private int[] order(int epoch) {
        int[] shuffled = samples.numbers().clone();
        SplittableRandom random = new SplittableRandom(Seeds.key(seed, ORDER, epoch));
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = kept;
        }
        return shuffled;
    }
}
