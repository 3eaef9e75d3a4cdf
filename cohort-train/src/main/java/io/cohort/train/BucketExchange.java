package io.cohort.train;

import io.cohort.comm.Work;
import io.cohort.torch.FlatParameters.Bucket;
import io.cohort.torch.FlatParameters.Slot;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.model.GradientPlaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.FunctionPostHook;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * Starts the exchange of each gradient bucket. libtorch calls a hook when it has a parameter's gradient, in a tensor of its own; the hook moves it to its
 * place in the bucket. After {@link #complete} the last one of a bucket starts it, while the layers below are still to come. What has not started when
 * backward has returned starts then, as zeros where no hook fired. Buckets start in the order of their index on every rank, whatever order the hooks come in.
 * A layer that computes its gradients itself does so at their places ({@link #of}), where nothing is left to be moved.
 *
 * <p>A gradient of libtorch's is moved rather than added where it belongs by libtorch, since that would read the place first, and somebody would have to write zeros there
 * before.
 *
 * <p>Threading: confined to the worker's thread, which is also the one that backward runs on.
 */
final class BucketExchange implements GradientPlaces, AutoCloseable {

    private final List<Bucket> buckets;
    private final OwnedMemory memory = new OwnedMemory();
    // libtorch keeps no Java object alive: these references do.
    private final List<Hook> hooks = new ArrayList<>();
    private final int[] missing;
    private final List<Work> works = new ArrayList<>();
    private @Nullable Function<Bucket, Work> start;
    private boolean completing;
    private @Nullable RuntimeException failure;

    BucketExchange(List<Bucket> buckets) {
        this.buckets = buckets;
        this.missing = new int[buckets.size()];
        for (Bucket bucket : buckets) {
            for (Slot slot : bucket.slots()) {
                Tensor place = memory.own(() -> slot.view(bucket.gradients()));
                Hook hook = new Hook(bucket.index(), slot.parameter(), place);
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

    /**
     * A step begins: what the buckets hold is of the one before.
     *
     * @param start starts the exchange of one bucket's gradients
     */
    void begin(Function<Bucket, Work> start) {
        this.start = start;
        works.clear();
        Arrays.setAll(missing, i -> buckets.get(i).slots().size());
        hooks.forEach(Hook::begin);
    }

    @Override
    public @Nullable Place of(Tensor parameter) {
        return hooks.stream()
                .filter(hook -> hook.parameter.is_same(parameter))
                .findFirst()
                .orElse(null);
    }

    /** From now on, until {@link #startAll}, backward completes gradients. */
    void complete() {
        completing = true;
    }

    /** Starts what has not started: backward has returned. */
    void startAll() {
        completing = false;
        if (failure != null) {
            throw failure;
        }
        hooks.forEach(Hook::fillUp);
        startNext(buckets.size());
    }

    /** Waits until a bucket's exchange is done. */
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

    /** A gradient came to its place, or some part of it did. */
    private void fired(Hook hook, Runnable moving) {
        if (failure != null) {
            return;
        }
        try {
            moving.run();
            if (completing && hook.expected.isEmpty()) {
                hook.complete();
                missing[hook.bucket]--;
                startNext(0);
            }
        } catch (RuntimeException e) {
            // It must not pass through native frames, where it would lose its type.
            failure = e;
        }
    }

    /** Starts the next buckets as far as they are complete, or up to one in any case. */
    private void startNext(int atLeast) {
        Function<Bucket, Work> start = Objects.requireNonNull(this.start, "begin comes first");
        while (works.size() < buckets.size() && (works.size() < atLeast || missing[works.size()] == 0)) {
            works.add(start.apply(buckets.get(works.size())));
        }
    }

    private final class Hook extends FunctionPostHook implements Place {
        private final int bucket;
        private final Tensor parameter;
        private final Tensor place;
        private final Set<Object> expected = Collections.newSetFromMap(new IdentityHashMap<>());
        private boolean filled;
        private boolean whole;

        Hook(int bucket, Tensor parameter, Tensor place) {
            this.bucket = bucket;
            this.parameter = parameter;
            this.place = place;
        }

        @Override
        public TensorVector apply(TensorVector outputs, TensorVector inputs) {
            fired(this, this::take);
            return outputs;
        }

        private void begin() {
            filled = false;
            whole = false;
            expected.clear();
        }

        private void complete() {
            if (whole) {
                throw new IllegalStateException(
                        "a gradient came after it was whole: a layer that writes its parameters' gradients"
                                + " must be the only one that uses them");
            }
            whole = true;
            fillUp();
        }

        @Override
        public void expect(Object backward) {
            expected.add(backward);
        }

        @Override
        public void write(Object backward, Part part) {
            fired(this, () -> {
                part.into(place, !filled);
                filled = true;
                expected.remove(backward);
            });
        }

        private void take() {
            Tensor gradient = parameter.mutable_grad();
            if (!gradient.defined()) {
                return;
            }
            Tensor dense = gradient.is_sparse() ? gradient.to_dense() : gradient;
            if (filled) {
                place.add_(dense);
            } else {
                place.copy_(dense);
            }
            filled = true;
            gradient.reset();
        }

        /** No gradient is a gradient of zeros. */
        private void fillUp() {
            if (!filled) {
                place.zero_();
                filled = true;
            }
        }
    }
}
