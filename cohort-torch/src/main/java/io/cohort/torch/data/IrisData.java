package io.cohort.torch.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code iris}: 150 flowers of three species by sepal length, sepal width, petal length and petal width in centimetres. Source and
 * licence stand in {@code iris.SOURCE.md} beside the file.
 */
public record IrisData() implements BundledData {

    private static final List<Long> SHAPE = List.of(4L);
    private static final List<String> CLASSES = List.of("setosa", "versicolor", "virginica");

    @Override
    public String name() {
        return "iris";
    }

    @Override
    public IndexedData open(@Nullable Task task) {
        List<float[]> rows = BundledTable.read("iris.csv", 1);
        float[] inputs = new float[rows.size() * 4];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, inputs, i * 4, 4);
        }
        return new ArrayData(ClassNames.spec(SHAPE, task, CLASSES), inputs, BundledTable.targets(rows));
    }
}
