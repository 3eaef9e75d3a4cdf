package io.cohort.torch.data;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The names of classes that have none but their numbers. */
final class ClassNames {

    private ClassNames() {}

    static List<String> numbers(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /** The spec of data whose targets are class numbers, for the task that was asked for. */
    static DataSpec spec(List<Long> shape, @Nullable Task task, List<String> classes) {
        return task == Task.REGRESSION
                ? new DataSpec(shape, Task.REGRESSION, List.of())
                : new DataSpec(shape, Task.CLASSIFICATION, classes);
    }
}
