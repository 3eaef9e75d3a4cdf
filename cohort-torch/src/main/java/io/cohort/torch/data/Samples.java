package io.cohort.torch.data;

import java.util.stream.IntStream;

/**
 * Some samples of a data set, by number in rising order.
 *
 * <p>Threading: immutable as long as nobody changes the numbers, which are not copied.
 */
public final class Samples {

    private final IndexedData data;
    private final int[] numbers;

    public Samples(IndexedData data, int[] numbers) {
        this.data = data;
        this.numbers = numbers;
    }

    /** Every sample of a data set. */
    public static Samples all(IndexedData data) {
        return new Samples(data, IntStream.range(0, data.size()).toArray());
    }

    public IndexedData data() {
        return data;
    }

    /** Their numbers in {@link #data()}; not a copy. */
    public int[] numbers() {
        return numbers;
    }

    public int size() {
        return numbers.length;
    }
}
