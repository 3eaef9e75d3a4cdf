package io.cohort.torch.data;

import java.util.List;

/**
 * What a data set looks like to a model.
 *
 * @param inputShape the shape of one sample without the batch: {@code [channels, height, width]} or {@code [features]}
 * @param task what is to be predicted
 * @param classes the names of the classes, by number; empty for regression
 */
public record DataSpec(List<Long> inputShape, Task task, List<String> classes) {

    public DataSpec {
        inputShape = List.copyOf(inputShape);
        classes = List.copyOf(classes);
    }

    /** How many numbers a model gives for one sample: the classes, or 1. */
    public long outputs() {
        return task == Task.CLASSIFICATION ? classes.size() : 1;
    }

    /** Elements of one sample. */
    public long inputElements() {
        return inputShape.stream().reduce(1L, (a, b) -> a * b);
    }
}
