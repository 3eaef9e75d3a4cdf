package io.cohort.torch;

import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch;

/**
 * Randomness keyed by what it is for, so that resuming, loader threads and engines cannot change bits.
 *
 * <p>Threading: safe for several threads.
 */
public final class Seeds {

    /** The golden ratio as a 64-bit fraction: the step of SplitMix64. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * A seed for one use of a job's seed, such as {@code Seeds.key(seed, epoch)}.
     *
     * <p>Source: the mixing function of SplitMix64; Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 17.
     */
    public static long key(long seed, long... path) {
        long mixed = mix(seed + STEP);
        for (long part : path) {
            mixed = mix(mixed + STEP + mix(part + STEP));
        }
        return mixed;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /**
     * Runs something that draws from libtorch's generator, freshly seeded. That generator is one for the whole process, so workers that
     * are threads take turns.
     */
    public static <T> T drawing(long seed, Supplier<T> draw) {
        synchronized (Seeds.class) {
            torch.manual_seed(seed);
            return draw.get();
        }
    }
}
