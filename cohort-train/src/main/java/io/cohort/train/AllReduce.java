package io.cohort.train;

import io.cohort.comm.GroupBuffer;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Timeline;
import io.cohort.engine.Groups;
import io.cohort.torch.ElementType;
import io.cohort.torch.FlatParameters;
import io.cohort.torch.FlatParameters.Bucket;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.optim.Optimizer.FlatRange;
import io.cohort.torch.optim.Optimizer.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Synchronous data parallelism: every worker holds the whole model, computes the gradient of its share of the global batch, and all
 * gradients are summed over the ranks, bucket by bucket, while backward still runs. Every rank then makes the same update.
 *
 * <p>Each share's loss is divided by the size of the <em>global</em> batch, so the sum over ranks is the gradient of the global mean,
 * however unevenly the batch was cut.
 *
 * <p>Buffers: with {@code syncBatchNorm} batch normalisation counts over all workers ({@link BatchNormSums}; an empty share then takes part too); without it
 * they are averaged after each step ({@link BufferAverage}), so that they are always equal on all ranks.
 *
 * <p>Source: Li et al., "PyTorch Distributed: experiences on accelerating data parallel training", VLDB 2020, section 3.2 (buckets, overlap, order).
 */
final class AllReduce implements Strategy {

    /** Keeps the scale finite where the gradient is all zeros; as in PyTorch. */
    private static final double CLIP_EPSILON = 1e-6;

    /** An update goes over the same elements several times: so many of them, with their state, stay in a core's cache meanwhile. */
    private static final long CACHED_ELEMENTS = 65_536;

    private final long bucketBytes;
    private final List<GroupBuffer> buffers = new ArrayList<>();
    private final List<FlatRange> ranges = new ArrayList<>();
    private final List<List<FlatRange>> updated = new ArrayList<>();
    private final OwnedMemory memory = new OwnedMemory();
    private @Nullable Prepared prepared;
    private @Nullable BatchNormSums statistics;
    private @Nullable BufferAverage average;

    AllReduce(long bucketBytes) {
        this.bucketBytes = bucketBytes;
    }

    private record Prepared(
            Subject subject, FlatParameters flat, BucketExchange exchange, Share share, Timeline timeline) {}

    @Override
    public void prepare(Subject subject, Groups groups) {
        ProcessGroup group = groups.workers();
        FlatParameters flat = FlatParameters.of(
                subject.model().module(),
                subject.type(),
                bucketBytes,
                this::allocate,
                (type, elements) -> allocate(group, type, elements));
        for (Bucket bucket : flat.buckets()) {
            group.broadcast(bucket.parameters(), 0).await();
            ranges.add(new FlatRange(
                    bucket.parameters(), bucket.gradients(), zerosLike(bucket, subject), segments(bucket)));
        }
        boolean whole = subject.optimizer().needsWholeParameters();
        ranges.forEach(range -> updated.add(whole ? List.of(range) : memory.own(() -> range.cut(CACHED_ELEMENTS))));
        BucketExchange exchange =
                new BucketExchange(flat.buckets(), bucket -> group.allReduce(bucket.gradients(), ReduceOp.SUM));
        prepared = new Prepared(subject, flat, exchange, new Share(group.rank(), group.size()), groups.timeline());
        if (group.size() > 1) {
            shareBuffers(subject, group, groups.timeline());
        }
    }

    private void shareBuffers(Subject subject, ProcessGroup group, Timeline timeline) {
        if (subject.syncBatchNorm()) {
            statistics = BatchNormSums.among(group, timeline);
            BatchNormRule.requireSynchronised(subject.model(), subject.model().synchronise(statistics));
        } else if (!NamedTensors.buffers(subject.model().module()).isEmpty()) {
            average = new BufferAverage(group, subject.model().module());
        }
    }

    @Override
    public Share share() {
        return prepared().share;
    }

    @Override
    public Tensor forward(Tensor inputs) {
        return prepared().subject.model().forward(inputs);
    }

    @Override
    public double step(List<MicroBatch> microBatches, Update update) {
        Prepared p = prepared();
        if (average != null) {
            average.begin();
        }
        double loss = 0;
        p.exchange.begin();
        for (MicroBatch microBatch : microBatches.subList(0, microBatches.size() - 1)) {
            loss += backward(p, microBatch, update);
        }
        p.exchange.complete(); // only the last micro-batch completes the gradients
        loss += backward(p, microBatches.get(microBatches.size() - 1), update);
        p.exchange.startAll();
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGrad = new NoGradGuard()) {
            if (p.subject.clip().isPresent()) {
                p.timeline.enter(Activity.WAITING);
                p.exchange.awaitAll();
                p.timeline.leave(update.step());
                clip(p.subject.clip().get());
            }
            for (Bucket bucket : p.flat.buckets()) {
                p.timeline.enter(Activity.WAITING);
                p.exchange.await(bucket.index());
                p.timeline.leave(update.step());
                p.timeline.enter(Activity.OPTIMIZER);
                updated.get(bucket.index()).forEach(part -> update(p, part, update));
                p.timeline.leave(update.step());
            }
        }
        if (average != null) {
            average.end();
        }
        return loss;
    }

    /** In a scope of its own: what one part needed meanwhile lies in the cache for the next. */
    private static void update(Prepared p, FlatRange part, Update update) {
        try (PointerScope scope = new PointerScope()) {
            p.subject.optimizer().step(part, update.learningRate(), update.step());
        }
    }

    private double backward(Prepared p, MicroBatch microBatch, Update update) {
        if (microBatch.size() == 0 && statistics == null) {
            return 0; // this rank's part of the gradient stays zero
        }
        double loss = pass(p, microBatch, update);
        if (statistics != null) {
            statistics.requireSound();
        }
        return loss;
    }

    private static double pass(Prepared p, MicroBatch microBatch, Update update) {
        try (PointerScope scope = new PointerScope()) {
            p.timeline.enter(Activity.FORWARD);
            Subject subject = p.subject;
            Tensor sum = subject.loss().sum(subject.model().forward(microBatch.inputs()), microBatch.targets());
            p.timeline.leave(update.step());
            p.timeline.enter(Activity.BACKWARD);
            sum.div(new Scalar(update.weight())).backward();
            p.timeline.leave(update.step());
            return sum.item_double();
        }
    }

    private void clip(double largestNorm) {
        double squares = 0;
        for (FlatRange range : ranges) {
            double norm = range.gradients().norm().item_double();
            squares += norm * norm;
        }
        double scale = largestNorm / (Math.sqrt(squares) + CLIP_EPSILON);
        if (scale < 1) {
            ranges.forEach(range -> range.gradients().mul_(new Scalar(scale)));
        }
    }

    @Override
    public Map<String, Tensor> save() {
        Prepared p = prepared();
        Map<String, Tensor> named = new LinkedHashMap<>();
        List<String> names = p.subject.optimizer().stateNames();
        for (int i = 0; i < names.size(); i++) {
            int which = i;
            List<Tensor> flats = ranges.stream().map(r -> r.state().get(which)).toList();
            String prefix = "optimizer/" + names.get(i) + "/";
            p.flat.named(flats).forEach((name, tensor) -> named.put(prefix + name, tensor));
        }
        return named;
    }

    @Override
    public void load(Map<String, Tensor> saved) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGrad = new NoGradGuard()) {
            save().forEach((name, tensor) -> {
                Tensor from = saved.get(name);
                if (from == null) {
                    throw new IllegalArgumentException("the checkpoint has no " + name);
                }
                tensor.copy_(from);
            });
        }
    }

    @Override
    public void close() {
        if (prepared != null) {
            prepared.exchange.close();
            prepared.flat.close();
            prepared = null;
        }
        if (statistics != null) {
            statistics.close();
            statistics = null;
        }
        if (average != null) {
            average.close();
            average = null;
        }
        memory.close();
        buffers.forEach(GroupBuffer::close);
        buffers.clear();
    }

    /** Parameters do not travel in a step: they lie in memory of this worker's own, which the system gives in large pages. */
    private Tensor allocate(ElementType type, long elements) {
        return memory.own(() -> torch.zeros(new long[] {elements}, new TensorOptions(type.scalarType())));
    }

    private Tensor allocate(ProcessGroup group, ElementType type, long elements) {
        GroupBuffer buffer = group.allocate(type, elements);
        buffers.add(buffer);
        return buffer.tensor();
    }

    private static List<Segment> segments(Bucket bucket) {
        return bucket.slots().stream()
                .map(slot -> new Segment(slot.offset(), slot.elements()))
                .toList();
    }

    private List<Tensor> zerosLike(Bucket bucket, Subject subject) {
        return memory.own(() -> subject.optimizer().stateNames().stream()
                .map(name -> torch.zeros_like(bucket.parameters()))
                .toList());
    }

    private Prepared prepared() {
        if (prepared == null) {
            throw new IllegalStateException("prepare comes first");
        }
        return prepared;
    }
}
