package io.cohort.torch.data;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images and labels in two IDX files.
 *
 * @param images {@code [n, height, width]}, or {@code [n, channels, height, width]}
 * @param labels {@code [n]}: class numbers, or values to predict. Fractions mean regression when no task is given
 */
record IdxSource(Path images, Path labels) implements Source {

    /** Nobody has so many classes; a wrong file does. */
    private static final int MOST_CLASSES = 10_000;

    @Override
    public IndexedData open(@Nullable Task task) {
        IdxArray pixels = new IdxReader(images).read();
        List<Long> inputShape = inputShape(pixels.shape());
        IdxArray numbers = new IdxReader(labels).read();
        checkLabels(numbers, pixels.shape().get(0));
        float[] targets = numbers.floats();
        Task usual = numbers.type().whole() ? Task.CLASSIFICATION : Task.REGRESSION;
        Task chosen = task == null || task == Task.LANGUAGE ? usual : task; // a sequence has no one label

        DataSpec spec = new DataSpec(inputShape, chosen, classes(chosen, targets));
        if (pixels.type() == IdxType.UINT8) {
            return new ByteData(spec, pixels.bytes(), targets);
        }
        float[] inputs = pixels.floats();
        requireFinite(inputs, images);
        return new ArrayData(spec, inputs, targets);
    }

    private List<Long> inputShape(List<Long> shape) {
        if (shape.size() != 3 && shape.size() != 4) {
            throw mistake(
                    images,
                    "data-format",
                    "has dimensions " + shape + "; images have three (n, height, width) or four "
                            + "(n, channels, height, width)",
                    "Give the file of images");
        }
        List<Long> sample = new ArrayList<>(shape.subList(1, shape.size()));
        if (sample.size() == 2) {
            sample.add(0, 1L);
        }
        return sample;
    }

    private void checkLabels(IdxArray numbers, long samples) {
        if (numbers.shape().size() != 1) {
            throw mistake(
                    labels,
                    "data-format",
                    "has dimensions " + numbers.shape() + "; labels have one",
                    "Give the file of labels");
        }
        if (numbers.shape().get(0) != samples) {
            throw mistake(
                    labels,
                    "data-mismatch",
                    "holds " + numbers.shape().get(0) + " labels but " + images + " holds " + samples + " images",
                    "Give two files of the same set");
        }
    }

    private List<String> classes(Task task, float[] targets) {
        requireFinite(targets, labels);
        if (task == Task.REGRESSION) {
            return List.of();
        }
        int largest = 0;
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] != (int) targets[i] || targets[i] < 0) {
                throw mistake(
                        labels,
                        "data-format",
                        "label " + i + " is " + targets[i] + "; class numbers are whole, from 0 on",
                        "Write task: regression to predict values");
            }
            if (targets[i] >= MOST_CLASSES) {
                throw mistake(
                        labels,
                        "data-format",
                        "label " + i + " is " + (long) targets[i] + ", but there can be at most " + MOST_CLASSES
                                + " classes, numbered from 0 to " + (MOST_CLASSES - 1),
                        "Number the classes from 0 without gaps, or write task: regression to predict values");
            }
            largest = Math.max(largest, (int) targets[i]);
        }
        return ClassNames.numbers(largest + 1);
    }

    private static void requireFinite(float[] values, Path file) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw mistake(file, "data-format", "element " + i + " is " + values[i], "Give finite numbers");
            }
        }
    }

    private static UserMistake mistake(Path file, String kind, String rule, String fix) {
        return new UserMistake(kind, new Problem(file.toString(), null, rule, fix));
    }
}
