package io.cohort.bench;

import io.cohort.core.error.RunFailed;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.Seeds;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The random numbers that each rank brings to an all-reduce, and what their sum must be: every rank's numbers can be drawn again by all.
 *
 * <p>All numbers lie in [0.5, 1.5). After the first all-reduce all ranks hold the sum, and each further one multiplies it by the number of ranks: so a
 * repeated all-reduce can be checked, as long as float32 holds the result.
 *
 * <p>Threading: confined to the worker's thread. Memory: two tensors of the size that is measured.
 */
final class RandomSum implements AutoCloseable {

    /** Far above what rounding does in the most repetitions, far below one rank's part among a thousand. */
    private static final double TOLERANCE = 1e-4;

    /** Of 2^127; the first sum and the largest number take the rest. */
    private static final double LARGEST_EXPONENT = 110;

    private static final long SEED = 20261121;
    private static final long BLOCK = 1 << 20;
    private static final String FIX =
            "The transport is broken on this machine: report it with this message, and take another --transport meanwhile";

    private final OwnedMemory memory = new OwnedMemory();
    private final int rank;
    private final int size;
    private final Tensor own;
    private final Tensor sum;

    RandomSum(int rank, int size, long elements) {
        this.rank = rank;
        this.size = size;
        this.own = memory.own(() -> torch.empty(elements));
        this.sum = memory.own(() -> torch.zeros(elements));
        for (int r = 0; r < size; r++) {
            draw(r);
            sum.add_(own);
        }
        draw(rank);
    }

    private void draw(int ofRank) {
        try (PointerScope scope = new PointerScope()) {
            long seed = Seeds.key(SEED, ofRank, own.numel());
            own.uniform_(0.5, 1.5, new GeneratorOptional(torch.make_generator_cpu(seed)));
        }
    }

    /** Puts this rank's numbers into a tensor. */
    void restore(Tensor tensor) {
        tensor.copy_(own);
    }

    /** How often an all-reduce may be repeated before numbers must be {@linkplain #restore restored}. */
    int mostRepetitions() {
        return (int) (LARGEST_EXPONENT / (Math.log(size) / Math.log(2)));
    }

    /**
     * Checks what an all-reduce, repeated some times, has left on this rank.
     *
     * @param what was measured, for the message
     * @throws RunFailed of kind {@code wrong-sum}
     */
    void check(Tensor result, int repetitions, String what) {
        double factor = Math.pow(size, repetitions - 1);
        for (long from = 0; from < sum.numel(); from += BLOCK) {
            try (PointerScope scope = new PointerScope()) {
                long length = Math.min(BLOCK, sum.numel() - from);
                Tensor expected = sum.narrow(0, from, length).mul(new Scalar(factor));
                Tensor found = result.narrow(0, from, length);
                if (!torch.allclose(found, expected, TOLERANCE, 0, false)) {
                    throw wrong(what, from, found, expected);
                }
            }
        }
    }

    private RunFailed wrong(String what, long from, Tensor found, Tensor expected) {
        Tensor close = torch.isclose(found, expected, TOLERANCE, 0, false);
        long at = close.logical_not().to(torch.ScalarType.Int).argmax().item_long();
        String message = String.format(
                Locale.ROOT,
                "%s gave rank %d a wrong sum: element %d is %s, and must be %s",
                what,
                rank,
                from + at,
                found.select(0, at).item_float(),
                expected.select(0, at).item_float());
        return new RunFailed("wrong-sum", message, FIX, rank, null);
    }

    @Override
    public void close() {
        memory.close();
    }
}
