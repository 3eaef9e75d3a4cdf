package io.cohort.train;

import io.cohort.comm.GroupBuffer;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import io.cohort.comm.ShardUpdate;
import io.cohort.comm.Work;
import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Timeline;
import io.cohort.engine.Groups;
import io.cohort.torch.ElementType;
import io.cohort.torch.FlatParameters;
import io.cohort.torch.FlatParameters.Bucket;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.model.GradientPlaces;
import io.cohort.torch.optim.Optimizer.FlatRange;
import io.cohort.torch.optim.Optimizer.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
 * gradients are summed over the ranks, bucket by bucket. There are two ways to the same bits:
 *
 * <ul>
 *   <li>all-reduce the gradients while backward still runs, and let every rank make the same update;
 *   <li>where communication would only take the core from computing, wait for backward, and let each rank update its own shard of every bucket as soon as the
 *       sum is there, and hand the new parameters out: no rank repeats another's update, and memory is passed over once. Momentum and its like then
 *       stand on the rank of the shard alone, until {@link #finish}.
 * </ul>
 *
 * <p>Each share's loss is divided by the size of the <em>global</em> batch, so the sum over ranks is the gradient of the global mean,
 * however unevenly the batch was cut.
 *
 * <p>Buffers: with {@code syncBatchNorm} batch normalisation counts over all workers ({@link BatchNormSums}; an empty share then takes part too); without it
 * they are averaged after each step ({@link BufferAverage}), so that they are always equal on all ranks.
 *
 * <p>Sources: Li et al., "PyTorch Distributed: experiences on accelerating data parallel training", VLDB 2020, section 3.2 (buckets, overlap, order); Xu et al.,
 * "Automatic cross-replica sharding of weight update in data-parallel training", arXiv 2004.13336, 2020, section 3 (shards).
 */
final class AllReduce implements Strategy {

    /** Keeps the scale finite where the gradient is all zeros; as in PyTorch. */
    private static final double CLIP_EPSILON = 1e-6;

    /** Where parameters are updated. Shards need an optimizer that takes any cut of the flat memory, and no clipping. */
    enum Where {
        /** In shards where communication cannot overlap with backward. */
        AUTO,
        EVERYWHERE,
        SHARDED;

        static Where of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        static List<String> words() {
            return Arrays.stream(values())
                    .map(where -> where.name().toLowerCase(Locale.ROOT))
                    .toList();
        }
    }

    private final long bucketBytes;
    private final Where where;
    private final List<GroupBuffer> buffers = new ArrayList<>();
    private final List<FlatRange> ranges = new ArrayList<>();
    /** What this rank updates of each bucket, cut into what stays in a core's cache while the update goes over it several times. */
    private final List<List<FlatRange>> updated = new ArrayList<>();

    private final OwnedMemory memory = new OwnedMemory();
    private @Nullable Prepared prepared;
    private @Nullable BatchNormSums statistics;
    private @Nullable BufferAverage average;

    AllReduce(long bucketBytes, Where where) {
        this.bucketBytes = bucketBytes;
        this.where = where;
    }

    private record Prepared(
            Subject subject,
            FlatParameters flat,
            BucketExchange exchange,
            ProcessGroup group,
            boolean sharded,
            Timeline timeline) {}

    /** Agreed on, since ranks may have different numbers of cores. */
    private boolean shards(ProcessGroup group) {
        if (where != Where.AUTO || group.size() == 1) {
            return where == Where.SHARDED;
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor overlaps = torch.tensor(group.overlaps() ? 1 : 0);
            group.allReduce(overlaps, ReduceOp.MAX).await();
            return overlaps.item_int() == 0;
        }
    }

    @Override
    public void prepare(Subject subject, Groups groups) {
        ProcessGroup group = groups.workers();
        boolean sharded = shards(group);
        FlatParameters flat = FlatParameters.of(
                subject.model().module(),
                subject.type(),
                bucketBytes,
                group.size(),
                (type, elements) -> sharded ? allocate(group, type, elements) : allocate(type, elements),
                (type, elements) -> allocate(group, type, elements));
        for (Bucket bucket : flat.buckets()) {
            group.broadcast(bucket.parameters(), 0).await();
            ranges.add(new FlatRange(
                    bucket.parameters(), bucket.gradients(), zerosLike(bucket, subject), segments(bucket)));
        }
        if (subject.optimizer().needsWholeParameters()) {
            ranges.forEach(range -> updated.add(List.of(range)));
        } else {
            ranges.forEach(range -> updated.add(memory.own(
                    () -> (sharded ? range.part(shard(range, group)) : range).cut(ShardUpdate.MOST_ELEMENTS))));
        }
        BucketExchange exchange = new BucketExchange(flat.buckets());
        subject.model().writeGradients(exchange);
        prepared = new Prepared(subject, flat, exchange, group, sharded, groups.timeline());
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
        ProcessGroup group = prepared().group;
        return new Share(group.rank(), group.size());
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
        p.exchange.begin(bucket -> start(p, bucket, update));
        for (MicroBatch microBatch : microBatches.subList(0, microBatches.size() - 1)) {
            loss += backward(p, microBatch, update);
        }
        if (!p.sharded) { // else parameters would change while backward still reads them
            p.exchange.complete(); // only the last micro-batch completes the gradients
        }
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
                if (!p.sharded) {
                    p.timeline.enter(Activity.OPTIMIZER);
                    updated.get(bucket.index()).forEach(part -> update(p, part, update));
                    p.timeline.leave(update.step());
                }
            }
        }
        if (average != null) {
            average.end();
        }
        return loss;
    }

    private Work start(Prepared p, Bucket bucket, Update update) {
        if (!p.sharded) {
            return p.group.allReduce(bucket.gradients(), ReduceOp.SUM);
        }
        List<FlatRange> own = updated.get(bucket.index());
        long begin = shard(ranges.get(bucket.index()), p.group).offset();
        return p.group.shardedUpdate(bucket.gradients(), bucket.parameters(), ReduceOp.SUM, (offset, reduced) -> {
            FlatRange part = own.get((int) ((offset - begin) / ShardUpdate.MOST_ELEMENTS));
            update(p, part.withGradients(reduced), update);
        });
    }

    /** This rank's of the equal parts of a bucket. */
    private static Segment shard(FlatRange range, ProcessGroup group) {
        long elements = range.parameters().numel() / group.size();
        return new Segment(elements * group.rank(), elements);
    }

    /** In a scope of its own: what one part needed meanwhile lies in the cache for the next. */
    private static void update(Prepared p, FlatRange part, Update update) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGrad = new NoGradGuard()) {
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

    /** The shards' state goes to all ranks. */
    @Override
    public void finish() {
        Prepared p = prepared();
        if (!p.sharded) {
            return;
        }
        try (PointerScope scope = new PointerScope()) {
            List<Work> works = new ArrayList<>();
            for (FlatRange range : ranges) {
                Segment own = shard(range, p.group);
                range.state().forEach(state -> works.add(p.group.allGather(own.of(state), state)));
            }
            works.forEach(Work::await);
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
            prepared.subject.model().writeGradients(GradientPlaces.NONE);
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

    /** For what does not travel: memory of this worker's own, which the system gives in large pages. */
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
