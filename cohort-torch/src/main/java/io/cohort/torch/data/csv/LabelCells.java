package io.cohort.torch.data.csv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of a table's rows while nobody knows yet whether they are classes or values.
 *
 * <p>Memory: four bytes a row. Up to {@value ColumnSurvey#MOST_DIFFERENT} different cells are numbered, and each row has its cell's number; more can only
 * be values.
 */
final class LabelCells {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> different = new ArrayList<>();
    private final Floats rows = new Floats();
    private int size;
    private boolean values;

    /** What a cell stands for as a target. */
    interface Meaning {
        float of(String cell);
    }

    void add(String cell) {
        int at = rows.extend(1);
        size++;
        if (!values && different.size() == ColumnSurvey.MOST_DIFFERENT && !numbers.containsKey(cell)) {
            becomeValues();
        }
        rows.values()[at] = values ? value(cell) : number(cell);
    }

    private int number(String cell) {
        return numbers.computeIfAbsent(cell, c -> {
            different.add(c);
            return different.size() - 1;
        });
    }

    private void becomeValues() {
        values = true;
        float[] each = rows.values();
        for (int i = 0; i < size - 1; i++) {
            each[i] = value(different.get((int) each[i]));
        }
    }

    private static float value(String cell) {
        return (float) CellNumbers.parse(cell);
    }

    /** One a row. */
    float[] targets(Meaning meaning) {
        float[] targets = rows.toArray();
        if (values) {
            return targets;
        }
        float[] meant = new float[different.size()];
        for (int i = 0; i < meant.length; i++) {
            meant[i] = meaning.of(different.get(i));
        }
        for (int i = 0; i < targets.length; i++) {
            targets[i] = meant[(int) targets[i]];
        }
        return targets;
    }
}
