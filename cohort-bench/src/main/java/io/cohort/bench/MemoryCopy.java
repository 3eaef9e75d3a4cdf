package io.cohort.bench;

import io.cohort.torch.ElementType;
import io.cohort.torch.OwnedMemory;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;

/**
 * Copies memory, on all ranks at the same time: how many bytes can be moved in a second at best, by the workers that communicate.
 *
 * <p>Threading: confined to the worker's thread. Memory: twice the bytes that are copied.
 */
final class MemoryCopy implements Contestant, AutoCloseable {

    private final OwnedMemory memory = new OwnedMemory();
    private final long bytes;
    private final Pointer from;
    private final Pointer to;

    /** @param bytes much more than the caches hold; a multiple of 4 */
    MemoryCopy(long bytes) {
        this.bytes = bytes;
        this.from = memory.own(() -> written(bytes));
        this.to = memory.own(() -> written(bytes));
    }

    /** Memory whose pages are there. */
    private static Pointer written(long bytes) {
        return torch.ones(bytes / ElementType.FLOAT32.bytes()).data_ptr();
    }

    /** Bytes read and written a second, of all ranks together, in the best turn. */
    static double bytesPerSecond(Ranks ranks, Pace pace, long bytes, Rounds.Progress progress) {
        try (MemoryCopy copy = new MemoryCopy(bytes)) {
            Turns turns = new Rounds(ranks, pace, progress).run(List.of(copy)).get(0);
            double[] own = Arrays.stream(turns.seconds())
                    .map(seconds -> 2 * bytes / seconds)
                    .toArray();
            return Arrays.stream(ranks.sum(own)).max().orElseThrow();
        }
    }

    @Override
    public double turn(int repetitions) {
        long beganNanos = System.nanoTime();
        for (int i = 0; i < repetitions; i++) {
            Pointer.memcpy(to, from, bytes);
        }
        return (System.nanoTime() - beganNanos) / 1e9;
    }

    @Override
    public void close() {
        memory.close();
    }
}
