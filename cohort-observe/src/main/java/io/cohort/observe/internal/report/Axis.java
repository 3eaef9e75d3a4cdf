package io.cohort.observe.internal.report;

import io.cohort.observe.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One direction of a chart: which values it spans, and where its marks stand. Pure.
 *
 * @param from the value at its beginning
 * @param to the value at its end; more than {@code from}
 * @param logarithmic whether equal distances are equal ratios
 * @param marks round values within it
 */
record Axis(double from, double to, boolean logarithmic, List<Double> marks) {

    /** About so many marks. */
    private static final int MARKS = 5;

    /** Beyond this ratio the small values of a loss would lie flat on the ground. */
    private static final double WIDE = 100;

    Axis {
        marks = List.copyOf(marks);
    }

    /** Over steps: begins and ends where the values do. */
    static Axis across(double least, double most) {
        double to = most > least ? most : least + 1;
        return new Axis(least, to, false, rounds(least, to));
    }

    /** Over values, with a little room: logarithmic where they are positive and far apart, unless it must begin at zero. */
    static Axis up(double least, double most, boolean fromZero) {
        if (fromZero) {
            double top = most > 0 ? most * 1.05 : 1;
            return new Axis(0, top, false, rounds(0, top));
        }
        if (least > 0 && most / least > WIDE) {
            double from = least / 1.1;
            double to = most * 1.1;
            return new Axis(from, to, true, powers(from, to));
        }
        double room = most > least ? (most - least) * 0.05 : Math.max(Math.abs(most) * 0.05, 1e-12);
        return new Axis(least - room, most + room, false, rounds(least - room, most + room));
    }

    /** Where a value stands, from 0 to 1. */
    double at(double value) {
        return logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    }

    String label(double mark) {
        double size = Math.abs(mark);
        if (mark != 0 && (size < 1e-3 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.0e", mark).replace("e-0", "e-").replace("e+0", "e");
        }
        if (logarithmic || marks.size() < 2) {
            return mark >= 1 ? Numbers.count(mark) : shortest(mark);
        }
        double gap = marks.get(1) - marks.get(0);
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(gap) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", mark);
    }

    private static String shortest(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** Multiples of 1, 2 or 5 times a power of ten. */
    private static List<Double> rounds(double from, double to) {
        double rough = (to - from) / MARKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double gap = power;
        for (double factor : new double[] {1, 2, 5, 10}) {
            gap = factor * power;
            if (gap >= rough * 0.8) {
                break;
            }
        }
        List<Double> marks = new ArrayList<>();
        for (double k = Math.ceil(from / gap); k * gap <= to; k++) {
            marks.add(k * gap);
        }
        return marks;
    }

    private static List<Double> powers(double from, double to) {
        List<Double> marks = new ArrayList<>();
        for (double k = Math.ceil(Math.log10(from)); Math.pow(10, k) <= to; k++) {
            marks.add(Math.pow(10, k));
        }
        return marks;
    }
}
