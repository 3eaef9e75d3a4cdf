package io.cohort.observe.internal.report;

import io.cohort.observe.Series;
import java.util.List;

/**
 * Curves over steps that share their axes.
 *
 * @param title what is shown
 * @param note in what unit, or from where
 * @param fromZero whether the values' axis begins at zero
 * @param lines the curves, none of them empty
 */
record Chart(String title, String note, boolean fromZero, List<Line> lines) {

    /**
     * One curve.
     *
     * @param factor what its values are multiplied by to have the chart's unit
     * @param dotted whether each point is worth a dot: a measurement at an epoch's end
     */
    record Line(String name, Series series, double factor, boolean dotted) {

        double x(int point) {
            return series.x(point);
        }

        double y(int point) {
            return series.y(point) * factor;
        }

        int size() {
            return series.size();
        }
    }

    Chart {
        lines = lines.stream().filter(line -> line.size() > 0).toList();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }
}
