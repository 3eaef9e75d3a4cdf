package io.cohort.torch.data;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a data set looks like to a model.
 *
 * @param inputShape the shape of one sample without the batch: {@code [channels, height, width]}, {@code [features]}, or {@code [context]} tokens for
 *     {@link Task#LANGUAGE}
 * @param task what is to be predicted
 * @param classes the names of the classes, by number; empty for regression; the tokens for {@link Task#LANGUAGE}
 * @param encoding how the columns of a table became inputs; {@code null} for what is no table
 */
public record DataSpec(List<Long> inputShape, Task task, List<String> classes, @Nullable Encoding encoding) {

    public DataSpec {
        inputShape = List.copyOf(inputShape);
        classes = List.copyOf(classes);
        if (encoding != null && !inputShape.equals(List.of((long) encoding.inputs()))) {
            throw new IllegalArgumentException(
                    "columns that give " + encoding.inputs() + " inputs do not fit inputs of shape " + inputShape);
        }
    }

    /** What is no table. */
    public DataSpec(List<Long> inputShape, Task task, List<String> classes) {
        this(inputShape, task, classes, null);
    }

    /** How many numbers a model gives for one sample, or for one place of a sequence: the classes, or 1. */
    public long outputs() {
        return task == Task.REGRESSION ? 1 : classes.size();
    }

    /** How many things are predicted in one sample: the places of a sequence, or 1. */
    public long targetsPerSample() {
        return task == Task.LANGUAGE ? inputElements() : 1;
    }

    /** Elements of one sample. */
    public long inputElements() {
        return inputShape.stream().reduce(1L, (a, b) -> a * b);
    }

    /**
     * Checks that a model made for this data can be asked about other data: the same input shape and task, and no class it does not know.
     * Other data may know fewer classes, when its first ones are the same.
     *
     * @param place what to call the other data in the message
     * @throws UserMistake of kind {@code data-mismatch}
     */
    public void requireTakes(DataSpec other, String place) {
        if (!inputShape.equals(other.inputShape)) {
            throw mismatch(
                    place, "inputs of shape " + other.inputShape, "the model takes inputs of shape " + inputShape);
        }
        requireTask(other.task, place);
        if (encoding != null && other.encoding != null && !encoding.equals(other.encoding)) {
            throw mismatch(place, "columns encoded in another way", "the model takes the columns it was trained on");
        }
        int shared = Math.min(classes.size(), other.classes.size());
        if (other.classes.size() > shared || !classes.subList(0, shared).equals(other.classes)) {
            throw mismatch(place, "classes " + brief(other.classes), "the model knows the classes " + brief(classes));
        }
    }

    void requireTask(Task other, String place) {
        if (task != other) {
            throw mismatch(place, "task " + other.word(), "the model is made for " + task.word());
        }
    }

    private static UserMistake mismatch(String place, String value, String rule) {
        return new UserMistake(
                "data-mismatch",
                new Problem(place, value, rule, "Give data of the kind that the model was trained on"));
    }

    private static String brief(List<String> names) {
        return names.size() <= 12 ? names.toString() : names.subList(0, 12) + " and " + (names.size() - 12) + " more";
    }
}
