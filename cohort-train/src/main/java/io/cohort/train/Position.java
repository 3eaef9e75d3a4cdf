package io.cohort.train;

import org.jspecify.annotations.Nullable;

/**
 * How far a run has come: what a resumed run must know to go on with the same bits.
 *
 * @param step updates done in the whole run
 * @param epoch the current epoch, from 0
 * @param batch global batches done in it
 * @param lossSum of the epoch so far, summed over samples
 * @param samples of the epoch so far
 * @param best the best epoch so far; {@code null} before the first one was measured on validation samples
 */
record Position(long step, int epoch, int batch, double lossSum, long samples, @Nullable Best best) {

    static final Position START = new Position(0, 0, 0, 0, 0, null);

    /**
     * The epoch whose model did best on the validation samples.
     *
     * @param epoch from 1
     * @param loss its validation loss
     */
    record Best(int epoch, double loss) {}

    /** After one more global batch of this size. Its loss is known only a step later: see {@link #withLoss}. */
    Position afterBatch() {
        return new Position(step + 1, epoch, batch + 1, lossSum, samples, best);
    }

    Position withLoss(double sum, long count) {
        return new Position(step, epoch, batch, lossSum + sum, samples + count, best);
    }

    Position nextEpoch() {
        return new Position(step, epoch + 1, 0, 0, 0, best);
    }

    /** With the epoch just ended as the best one. */
    Position withBest(double loss) {
        return new Position(step, epoch, batch, lossSum, samples, new Best(epoch + 1, loss));
    }

    /** Whether a validation loss is better than the best so far; what is no number never is. */
    boolean improvedBy(double loss) {
        return best == null ? !Double.isNaN(loss) : loss < best.loss;
    }

    /** Epochs that ended since the best one. */
    int epochsSinceBest() {
        return best == null ? epoch : epoch - best.epoch;
    }

    /** The epoch's mean loss so far; NaN before the first batch. */
    double meanLoss() {
        return lossSum / samples;
    }
}
