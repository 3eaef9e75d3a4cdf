package io.cohort.torch.io;

import io.cohort.core.job.Nearest;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Encoding;
import io.cohort.torch.data.Encoding.Column;
import io.cohort.torch.data.Encoding.Unknown;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns rows by column into a model's inputs, as its training table was encoded. */
final class RowEncoding {

    /** What a table's cells without a value hold. */
    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL", "?");

    private final Encoding encoding;

    private RowEncoding(Encoding encoding) {
        this.encoding = encoding;
    }

    static RowEncoding of(DataSpec spec) {
        if (spec.encoding() == null) {
            throw CohortModel.mismatch(
                    "rows by column",
                    "inputs of shape " + spec.inputShape(),
                    "the model was not trained on a table, and knows no columns; give its inputs as numbers");
        }
        return new RowEncoding(spec.encoding());
    }

    float[] inputs(Map<String, ?> row, String place) {
        float[] inputs = new float[encoding.inputs()];
        int at = 0;
        for (Column column : encoding.columns()) {
            String here = place + ", column " + column.name();
            Object value = row.get(column.name());
            if (value == null || MISSING.contains(value.toString().strip())) {
                fill(column, inputs, at, here, row);
            } else if (column.numeric()) {
                inputs[at] = number(value, here);
            } else {
                category(column, value.toString().strip(), inputs, at, here);
            }
            at += column.inputs();
        }
        return inputs;
    }

    private static void fill(Column column, float[] inputs, int at, String here, Map<String, ?> row) {
        if (column.fill().isEmpty()) {
            String near = Nearest.of(column.name(), row.keySet())
                    .filter(name -> !name.equals(column.name()))
                    .map(name -> "; is " + name + " meant for it?")
                    .orElse("");
            throw CohortModel.mismatch(here, "nothing", "this column must have a value" + near);
        }
        for (int i = 0; i < column.inputs(); i++) {
            inputs[at + i] = column.fill().get(i).floatValue();
        }
    }

    private static float number(Object value, String here) {
        @Nullable
        Float number = value instanceof Number given ? Float.valueOf(given.floatValue()) : parse(value.toString());
        if (number == null) {
            throw CohortModel.mismatch(here, value.toString(), "this column takes numbers");
        }
        return number;
    }

    private static @Nullable Float parse(String text) {
        try {
            return Float.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null; // the caller says so, with the place
        }
    }

    private void category(Column column, String value, float[] inputs, int at, String here) {
        int number = column.categories().indexOf(value);
        if (number >= 0) {
            inputs[at + number] = 1;
        } else if (encoding.unknown() != Unknown.ZEROS) {
            String near = Nearest.of(value, column.categories())
                    .map(name -> "; the nearest one is " + name)
                    .orElse("");
            throw CohortModel.mismatch(here, value, "the model was trained on no such category" + near);
        }
    }
}
