package io.cohort.torch.data.look;

import io.cohort.torch.data.Task;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a data set seems to be.
 *
 * @param summary one line for people: what was seen
 * @param shape what one sample is
 * @param task what is to be predicted
 * @param samples how many there are, when that could be seen without reading everything
 * @param keys the {@code data} section that reads it, in order; paths are absolute
 * @param test data of its own to test on, with the same keys; empty when there is none
 */
public record Sighting(
        String summary, Shape shape, Task task, OptionalLong samples, List<SeenKey> keys, List<SeenKey> test) {

    /** What one sample is. */
    public enum Shape {
        /** Too small for convolutions. */
        SMALL_IMAGE,
        IMAGE,
        ROW,
        TEXT
    }

    public Sighting {
        keys = List.copyOf(keys);
        test = List.copyOf(test);
    }

    Sighting(String summary, Shape shape, Task task, OptionalLong samples, List<SeenKey> keys) {
        this(summary, shape, task, samples, keys, List.of());
    }
}
