package io.cohort.train;

import io.cohort.comm.Work;
import io.cohort.torch.FlatParameters.Bucket;
import io.cohort.torch.FlatParameters.Slot;
import io.cohort.torch.OwnedMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.FunctionPostHook;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * Starts the exchange of each gradient bucket as soon as backward has finished with it: libtorch calls a hook when it has added a parameter's
 * gradient, and the last one of a bucket starts it, while the layers below are still to come. What never fired is started when backward has
 * returned, as zeros. Buckets start in the order of their index on every rank, whatever order the hooks come in.
 *
 * <p>Threading: confined to the worker's thread, which is also the one that backward runs on.
 */
final class BucketExchange implements AutoCloseable {

    private final List<Bucket> buckets;
    private final Function<Bucket, Work> start;
    private final OwnedMemory memory = new OwnedMemory();
    // libtorch keeps no Java object alive: these references do.
    private final List<Hook> hooks = new ArrayList<>();
    private final int[] missing;
    private final List<Work> works = new ArrayList<>();
    private boolean armed;
    private @Nullable RuntimeException failure;

    /** @param start starts the exchange of one bucket's gradients */
    BucketExchange(List<Bucket> buckets, Function<Bucket, Work> start) {
        this.buckets = buckets;
        this.start = start;
        this.missing = new int[buckets.size()];
        for (Bucket bucket : buckets) {
            for (Slot slot : bucket.slots()) {
                Hook hook = new Hook(bucket.index());
                hooks.add(hook);
                memory.own(() -> adding(slot.parameter()))
                        .add_post_hook(hook); // which owns its native part from now on
            }
        }
    }

    /** Where libtorch adds a parameter's gradient. It is the same place as long as somebody holds it. */
    private static Node adding(Tensor parameter) {
        return parameter.view_as(parameter).grad_fn().next_edge(0).function();
    }

    /** From now on, until {@link #startAll}, backward completes gradients. */
    void begin() {
        works.clear();
        Arrays.setAll(missing, i -> buckets.get(i).slots().size());
        armed = true;
    }

    /** Starts what has not started: backward has returned. */
    void startAll() {
        armed = false;
        if (failure != null) {
            throw failure;
        }
        while (works.size() < buckets.size()) {
            works.add(start.apply(buckets.get(works.size())));
        }
    }

    /** Waits until a bucket holds the sum over the ranks. */
    void await(int bucket) {
        works.get(bucket).await();
    }

    void awaitAll() {
        works.forEach(Work::await);
    }

    @Override
    public void close() {
        memory.close();
    }

    private void fired(int bucket) {
        if (!armed || failure != null) {
            return;
        }
        try {
            missing[bucket]--;
            while (works.size() < buckets.size() && missing[works.size()] == 0) {
                works.add(start.apply(buckets.get(works.size())));
            }
        } catch (RuntimeException e) {
            // It must not pass through native frames, where it would lose its type.
            failure = e;
        }
    }

    private final class Hook extends FunctionPostHook {
        private final int bucket;

        Hook(int bucket) {
            this.bucket = bucket;
        }

        @Override
        public TensorVector apply(TensorVector outputs, TensorVector inputs) {
            fired(bucket);
            return outputs;
        }
    }
}
