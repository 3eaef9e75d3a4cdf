package io.cohort.train;

/**
 * How far a run has come: what a resumed run must know to go on with the same bits.
 *
 * @param step updates done in the whole run
 * @param epoch the current epoch, from 0
 * @param batch global batches done in it
 * @param lossSum of the epoch so far, summed over samples
 * @param samples of the epoch so far
 */
record Position(long step, int epoch, int batch, double lossSum, long samples) {

    static final Position START = new Position(0, 0, 0, 0, 0);

    /** After one more global batch of this size. Its loss is known only a step later: see {@link #withLoss}. */
    Position afterBatch() {
        return new Position(step + 1, epoch, batch + 1, lossSum, samples);
    }

    Position withLoss(double sum, long count) {
        return new Position(step, epoch, batch, lossSum + sum, samples + count);
    }

    Position nextEpoch() {
        return new Position(step, epoch + 1, 0, 0, 0);
    }

    /** The epoch's mean loss so far; NaN before the first batch. */
    double meanLoss() {
        return lossSum / samples;
    }
}
