package io.cohort.torch.data.csv;

import io.cohort.torch.data.Task;
import io.cohort.torch.internal.DataFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the label column becomes targets: its values, or the numbers of its classes.
 *
 * <p>Classes that are all numbers stand in the order of the numbers, others in the order of their characters. {@code 3}, {@code 3.0} and {@code 03} are one
 * class.
 *
 * @param classes their names by number; empty for regression
 */
record Labels(Task task, List<String> classes) {

    /** Whole numbers are classes up to so many different ones, when the job does not say. */
    private static final int MOST_GUESSED_CLASSES = 20;

    /** @param task what is wanted; {@code null} to guess it: texts, and few whole numbers, are classes */
    static Labels of(ColumnSurvey label, @Nullable Task task, DataFile file, String name) {
        boolean few = !label.many() && label.different().size() <= MOST_GUESSED_CLASSES;
        Task guess = !label.numeric() || (label.whole() && few) ? Task.CLASSIFICATION : Task.REGRESSION;
        Task chosen = task == null ? guess : task;
        ColumnSurvey.Cell text = label.firstText();
        if (task == null && text != null && label.mostlyNumbers()) {
            throw CsvMistakes.slip(
                    file, label, name, "Mend the cell, or write task: classification if the label is a class");
        }
        if (chosen == Task.REGRESSION && text != null) {
            throw CsvMistakes.cell(
                    file,
                    "data-format",
                    text.place(),
                    name,
                    text.text(),
                    "is no number, and regression predicts numbers",
                    "Mend the cell, or write task: classification");
        }
        ColumnSurvey.Cell tooLarge = label.firstTooLarge();
        if (chosen == Task.REGRESSION && tooLarge != null) {
            throw CsvMistakes.tooLarge(file, tooLarge.place(), name, tooLarge.text());
        }
        if (chosen == Task.CLASSIFICATION && label.many()) {
            throw CsvMistakes.file(
                    file,
                    "data-column",
                    "label " + name + " has more than " + ColumnSurvey.MOST_DIFFERENT
                            + " different values, too many for classes",
                    label.numeric() ? "Write task: regression" : "Predict another column");
        }
        return new Labels(chosen, chosen == Task.CLASSIFICATION ? classes(label) : List.of());
    }

    private static List<String> classes(ColumnSurvey label) {
        if (!label.numeric()) {
            return List.copyOf(label.different());
        }
        return label.different().stream()
                .map(CellNumbers::parse)
                .distinct()
                .sorted()
                .map(Labels::name)
                .distinct()
                .toList();
    }

    /** What a class is called that a cell writes as a number. */
    static String name(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
