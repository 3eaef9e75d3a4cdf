package io.cohort.bench;

import io.cohort.comm.Rendezvous;
import io.cohort.engine.WorkerContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Where ranks meet between turns: at the launcher's board, not in a group, so that they wait parked and nothing that is measured runs.
 *
 * <p>Threading: confined to the worker's thread.
 */
final class Ranks {

    private final int rank;
    private final int size;
    private final Rendezvous board;
    private final Duration patience;
    private long meetings;

    Ranks(int rank, int size, Rendezvous board, Duration patience) {
        this.rank = rank;
        this.size = size;
        this.board = board;
        this.patience = patience;
    }

    /** All workers of the gang. */
    static Ranks of(WorkerContext worker) {
        return new Ranks(
                worker.rank(),
                worker.size(),
                worker.rendezvous(),
                worker.options().timeout());
    }

    /** Waits until every rank is here. */
    void meet() {
        exchange(new double[0]);
    }

    /** The largest that any rank gives. */
    double largest(double own) {
        return largest(new double[] {own})[0];
    }

    /** The largest that any rank gives, place by place. */
    double[] largest(double[] own) {
        return combined(own, Math::max);
    }

    /** What all ranks give, added up place by place. */
    double[] sum(double[] own) {
        return combined(own, Double::sum);
    }

    private double[] combined(double[] own, DoubleBinaryOperator operator) {
        List<double[]> all = exchange(own);
        double[] result = all.get(0).clone();
        for (double[] other : all.subList(1, all.size())) {
            Arrays.setAll(result, i -> operator.applyAsDouble(result[i], other[i]));
        }
        return result;
    }

    private List<double[]> exchange(double[] own) {
        ByteBuffer told = ByteBuffer.allocate(own.length * Double.BYTES);
        told.asDoubleBuffer().put(own);
        return board.exchange("bench/" + meetings++, rank, size, told.array(), patience).stream()
                .map(Ranks::doubles)
                .toList();
    }

    private static double[] doubles(byte[] told) {
        double[] values = new double[told.length / Double.BYTES];
        ByteBuffer.wrap(told).asDoubleBuffer().get(values);
        return values;
    }
}
