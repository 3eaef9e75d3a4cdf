package io.cohort.train;

import io.cohort.comm.GroupBuffer;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import io.cohort.comm.Work;
import io.cohort.torch.ElementType;
import io.cohort.torch.OwnedMemory;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What all ranks agree on about each step: the global loss, how many samples it took, and whether somebody wants to stop. The sum travels while
 * the next step computes, so it is known one step later, on every rank at the same step.
 *
 * <p>Threading: confined to the worker's thread.
 */
final class StepSums implements AutoCloseable {

    /**
     * What a step came to, over all ranks.
     *
     * @param lossSum over the global batch
     * @param samples in it
     * @param stop whether any rank was asked to stop
     * @param timeIsUp whether any rank has trained for as long as it may
     */
    record Sums(double lossSum, long samples, boolean stop, boolean timeIsUp) {}

    private static final int FIELDS = 4;

    private final ProcessGroup group;
    private final OwnedMemory memory = new OwnedMemory();
    private final GroupBuffer buffer;
    private final Tensor tensor;
    private final DoublePointer values;
    private @Nullable Work pending;

    StepSums(ProcessGroup group) {
        this.group = group;
        this.buffer = group.allocate(ElementType.FLOAT64, FIELDS);
        this.tensor = memory.own(buffer::tensor);
        this.values = memory.own(() -> new DoublePointer(tensor.data_ptr()));
    }

    /** Starts to sum this rank's part; {@link #take} must have emptied the one before. */
    void give(double lossSum, int samples, boolean stop, boolean timeIsUp) {
        values.put(0, lossSum);
        values.put(1, (double) samples);
        values.put(2, stop ? 1 : 0);
        values.put(3, timeIsUp ? 1 : 0);
        pending = group.allReduce(tensor, ReduceOp.SUM);
    }

    /** The sums of the step given last; {@code null} when there is none. */
    @Nullable
    Sums take() {
        if (pending == null) {
            return null;
        }
        pending.await();
        pending = null;
        return new Sums(values.get(0), (long) values.get(1), values.get(2) > 0, values.get(3) > 0);
    }

    @Override
    public void close() {
        memory.close();
        buffer.close();
    }
}
