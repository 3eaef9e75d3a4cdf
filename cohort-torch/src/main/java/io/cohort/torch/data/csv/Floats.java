package io.cohort.torch.data.csv;

import java.util.Arrays;

/** A list of floats that grows. Threading: one thread. */
final class Floats {

    private float[] values = new float[1024];
    private int size;

    /** Makes room for more, and tells where it begins. */
    int extend(int more) {
        int start = size;
        size = Math.addExact(size, more);
        if (size > values.length) {
            values = Arrays.copyOf(
                    values, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(size, values.length * 3L / 2)));
        }
        return start;
    }

    /** The elements, followed by room; good until the next {@link #extend}. */
    float[] values() {
        return values;
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
