package io.cohort.train;

import io.cohort.torch.data.IndexedData;

/**
 * Where a worker's part of each global batch comes from: by number from data that all can read ({@link GlobalBatches}), or from a partition that
 * only this worker sees.
 *
 * <p>Threading: one thread at a time.
 */
public interface BatchSource {

    /** Global batches an epoch; the same on every rank. */
    int perEpoch();

    /** This worker's part of global batch {@code k}, from 0. */
    Slice slice(int epoch, int k);

    /**
     * One worker's part of a global batch.
     *
     * @param data where its samples lie
     * @param samples their numbers; may be empty
     * @param globalSamples of the whole batch, over all workers
     * @param globalWeight what those count for together in the mean of the loss; their number unless the loss weighs them
     */
    record Slice(IndexedData data, int[] samples, int globalSamples, double globalWeight) {}
}
