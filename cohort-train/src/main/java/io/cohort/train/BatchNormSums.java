package io.cohort.train;

import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Timeline;
import io.cohort.torch.model.Synchroniser;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Adds batch normalisation's statistics up over the workers, in a group of its own: they need not wait behind gradients that are under way.
 *
 * <p>Threading: confined to the worker's thread.
 */
final class BatchNormSums implements Synchroniser, AutoCloseable {

    private final ProcessGroup group;
    private final Timeline timeline;
    private @Nullable RuntimeException failure;

    private BatchNormSums(ProcessGroup group, Timeline timeline) {
        this.group = group;
        this.timeline = timeline;
    }

    /** Every worker must call it. */
    static BatchNormSums among(ProcessGroup workers, Timeline timeline) {
        ProcessGroup group = workers.subgroup(
                        "batch-norm", IntStream.range(0, workers.size()).boxed().toList())
                .orElseThrow();
        return new BatchNormSums(group, timeline);
    }

    @Override
    public void sum(Tensor tensor) {
        if (failure != null) {
            return;
        }
        timeline.enter(Activity.WAITING);
        try {
            group.allReduce(tensor, ReduceOp.SUM).await();
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            timeline.leave(0); // a pass does not know its step
        }
    }

    /** Throws what went wrong in a pass that has returned. */
    void requireSound() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        group.close();
    }
}
