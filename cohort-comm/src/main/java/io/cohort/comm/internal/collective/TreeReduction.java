package io.cohort.comm.internal.collective;

import io.cohort.comm.ReduceOp;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.torch.ElementType;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Combines one range of every rank element by element, in the contracted order: a tree that cuts n ranks at the largest power of two
 * below n, so ((0+1)+(2+3)) for four and ((0+1)+2) for three. Bits therefore depend on neither transport, chunk nor timing.
 *
 * <p>Numbers: float32, float64, int32, int64 and int8 are combined in their own type (integers wrap round); bf16 and fp16 are summed
 * in float32 and rounded once at the end, to nearest even. Maximum and minimum follow libtorch: NaN wins.
 * <p>Cost: P−1 operations an element, in blocks that stay in cache; up to log2(P)+1 blocks of scratch, none where the result replaces all inputs.
 * <p>Threading: one thread.
 */
final class TreeReduction implements AutoCloseable {

    /** So many elements of all ranks together stay in a core's cache. */
    private static final int CACHED_ELEMENTS = 131_072;

    private static final int WIDENED_AREA = 32;

    private final Scratch scratch = new Scratch();
    private final TensorViews views;

    /** @param views closed by whoever made them */
    TreeReduction(TensorViews views) {
        this.views = views;
    }

    /** What partial results of several ranks are kept in, until the last of them is in: wide enough to be rounded only once. */
    static ElementType partialType(ElementType type, ReduceOp op) {
        boolean narrow = type == ElementType.BF16 || type == ElementType.FP16;
        return op == ReduceOp.SUM && narrow ? ElementType.FLOAT32 : type;
    }

    /**
     * Combines the inputs, one per rank, into the destination.
     *
     * @param destination may be one of the inputs, but may not overlap one otherwise
     * @param copies get the result too, block by block while it is in cache; the same holds for them. What the result replaces holds partial results
     *     on the way
     */
    void combine(Memory[] inputs, Memory destination, List<Memory> copies, ElementType type, ReduceOp op) {
        combine(inputs, type, destination, type, copies, op);
    }

    /** The same from one type to another, of which either may be the {@link #partialType} of the other; a single input is converted. */
    void combine(Memory[] inputs, ElementType from, Memory destination, ElementType to, ReduceOp op) {
        combine(inputs, from, destination, to, List.of(), op);
    }

    private void combine(
            Memory[] inputs, ElementType from, Memory destination, ElementType to, List<Memory> copies, ReduceOp op) {
        if (inputs.length == 1 && from == to) {
            destination.copyFrom(inputs[0]);
            return;
        }
        Types types = new Types(from, partialType(from, op), to);
        // By results of the type that is worked on: partial ones can lie there too.
        boolean[] replaced = new boolean[inputs.length];
        for (int rank = 0; rank < inputs.length; rank++) {
            replaced[rank] = types.areEqual() && (inputs[rank].equals(destination) || copies.contains(inputs[rank]));
        }
        long elements = destination.bytes() / to.bytes();
        boolean atOnce = inputs.length == 2 && copies.isEmpty() && types.areEqual();
        long step = atOnce ? Math.max(elements, 1) : Math.max(CACHED_ELEMENTS / inputs.length, 1024);
        for (long begin = 0; begin < elements; begin += step) {
            Block block = new Block(inputs, replaced, types, op, begin, Math.min(step, elements - begin));
            block.combineInto(destination);
            for (Memory copy : copies) {
                block.part(copy, to).copyFrom(block.part(destination, to));
            }
        }
    }

    @Override
    public void close() {
        scratch.close();
    }

    private static void apply(ReduceOp op, Tensor out, Tensor left, Tensor right) {
        switch (op) {
            case SUM -> torch.add_out(out, left, right);
            case MAX -> torch.maximum_out(out, left, right);
            case MIN -> torch.minimum_out(out, left, right);
        }
    }

    /** What elements are read as, worked on as and written as. */
    private record Types(ElementType from, ElementType working, ElementType to) {
        boolean areEqual() {
            return from == working && working == to;
        }
    }

    /** One block of all ranks' ranges. */
    private final class Block {

        private final Memory[] inputs;
        private final boolean[] replaced;
        private final Types types;
        private final ReduceOp op;
        private final long begin;
        private final long elements;

        Block(Memory[] inputs, boolean[] replaced, Types types, ReduceOp op, long begin, long elements) {
            this.inputs = inputs;
            this.replaced = replaced;
            this.types = types;
            this.op = op;
            this.begin = begin;
            this.elements = elements;
        }

        void combineInto(Memory destination) {
            Tensor out = views.of(part(destination, types.to), types.to);
            if (inputs.length == 1) {
                out.copy_(views.of(part(inputs[0], types.from), types.from));
            } else if (types.working == types.to) {
                join(0, inputs.length, 0, out);
            } else {
                Tensor wide = area(0);
                join(0, inputs.length, 0, wide);
                out.copy_(wide);
            }
        }

        /** The combination of {@code count} ranks from {@code first} on; a single rank's own range as it is. */
        private Tensor tree(int first, int count, int depth) {
            if (count == 1) {
                return leaf(first, depth);
            }
            Tensor out = replaced[first] ? leaf(first, depth) : area(depth);
            join(first, count, depth, out);
            return out;
        }

        private void join(int first, int count, int depth, Tensor out) {
            int left = Integer.highestOneBit(count - 1);
            Tensor lower = tree(first, left, depth);
            Tensor upper = tree(first + left, count - left, depth + 1);
            apply(op, out, lower, upper);
        }

        private Tensor leaf(int rank, int depth) {
            Tensor input = views.of(part(inputs[rank], types.from), types.from);
            if (types.working == types.from) {
                return input;
            }
            Tensor widened =
                    views.of(scratch.area(WIDENED_AREA + depth, elements * types.working.bytes()), types.working);
            widened.copy_(input);
            return widened;
        }

        private Memory part(Memory range, ElementType type) {
            return range.slice(begin * type.bytes(), elements * type.bytes());
        }

        private Tensor area(int depth) {
            return views.of(scratch.area(depth, elements * types.working.bytes()), types.working);
        }
    }
}
