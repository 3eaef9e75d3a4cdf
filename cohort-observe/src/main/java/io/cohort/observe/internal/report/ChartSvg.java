package io.cohort.observe.internal.report;

import java.util.Locale;

/**
 * Draws a chart as SVG within the page. The picture is whole without a script; the numbers behind it stand in attributes, for the script
 * that shows them under the pointer.
 */
final class ChartSvg {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 240;
    private static final int LEFT = 56;
    private static final int TOP = 10;
    private static final int INNER_WIDTH = WIDTH - LEFT - 14;
    private static final int INNER_HEIGHT = HEIGHT - TOP - 26;

    /** More dots than this would be a band. */
    private static final int MOST_DOTS = 64;

    private static final int INKS = 8;

    private final Html html;
    private final Chart chart;
    private final Axis x;
    private final Axis y;

    private ChartSvg(Html html, Chart chart, double steps) {
        this.html = html;
        this.chart = chart;
        double[] xs = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] ys = xs.clone();
        for (Chart.Line line : chart.lines()) {
            for (int i = 0; i < line.size(); i++) {
                widen(xs, line.x(i));
                widen(ys, line.y(i));
            }
        }
        this.x = Axis.across(Math.min(0, xs[0]), Math.max(steps, xs[1]));
        this.y = Axis.up(ys[0], ys[1], chart.fromZero());
    }

    /** @param steps how far the run came, so that all its charts are as wide */
    static void draw(Html html, Chart chart, double steps) {
        new ChartSvg(html, chart, steps).draw();
    }

    private static void widen(double[] range, double value) {
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
    }

    private void draw() {
        html.open("figure", "class", "card");
        html.open("figcaption").element("b", chart.title()).text(" ");
        String scale = y.logarithmic() ? ", logarithmic" : "";
        html.element("span", chart.note() + scale, "class", "faint").close().line();
        html.open(
                "svg",
                "class",
                "chart",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "role",
                "img",
                "aria-label",
                chart.title(),
                "data-box",
                LEFT + " " + TOP + " " + INNER_WIDTH + " " + INNER_HEIGHT,
                "data-x",
                x.from() + " " + x.to(),
                "data-y",
                y.from() + " " + y.to(),
                "data-log",
                y.logarithmic() ? "yes" : "no");
        grid();
        for (int i = 0; i < chart.lines().size(); i++) {
            line(chart.lines().get(i), ink(i));
        }
        html.close().line();
        legend();
        html.close().line();
    }

    private void grid() {
        for (double mark : y.marks()) {
            String at = pixel(down(mark));
            html.empty("line", "class", "grid", "x1", "" + LEFT, "x2", "" + (LEFT + INNER_WIDTH), "y1", at, "y2", at);
            html.element("text", y.label(mark), "class", "mark up", "x", "" + (LEFT - 6), "y", pixel(down(mark) + 3.5));
        }
        String ground = "" + (TOP + INNER_HEIGHT);
        html.empty(
                "line", "class", "axis", "x1", "" + LEFT, "x2", "" + (LEFT + INNER_WIDTH), "y1", ground, "y2", ground);
        for (double mark : x.marks()) {
            html.element(
                    "text", x.label(mark), "class", "mark across", "x", pixel(along(mark)), "y", "" + (HEIGHT - 8));
        }
    }

    private void line(Chart.Line line, String ink) {
        StringBuilder path = new StringBuilder();
        StringBuilder xs = new StringBuilder();
        StringBuilder ys = new StringBuilder();
        for (int i = 0; i < line.size(); i++) {
            path.append(i == 0 ? "M" : "L")
                    .append(pixel(along(line.x(i))))
                    .append(' ')
                    .append(pixel(down(line.y(i))));
            xs.append(i == 0 ? "" : " ").append(figure(line.x(i)));
            ys.append(i == 0 ? "" : " ").append(figure(line.y(i)));
        }
        html.open(
                "g",
                "class",
                "line",
                "style",
                "--ink:" + ink,
                "data-name",
                line.name(),
                "data-xs",
                xs.toString(),
                "data-ys",
                ys.toString());
        html.empty("path", "d", path.toString());
        boolean alone = line.size() == 1;
        if (alone || (line.dotted() && line.size() <= MOST_DOTS)) {
            dots(line);
        }
        html.close().line();
    }

    /** Each tells its value to a pointer that rests on it, without a script too. */
    private void dots(Chart.Line line) {
        for (int i = 0; i < line.size(); i++) {
            html.open("circle", "cx", pixel(along(line.x(i))), "cy", pixel(down(line.y(i))), "r", "3");
            html.element("title", line.name() + " at step " + figure(line.x(i)) + ": " + figure(line.y(i)))
                    .close();
        }
    }

    private void legend() {
        if (chart.lines().size() < 2) {
            return;
        }
        html.open("p", "class", "legend");
        for (int i = 0; i < chart.lines().size(); i++) {
            html.open("span", "style", "--ink:" + ink(i));
            html.element("i", "")
                    .text(" " + chart.lines().get(i).name())
                    .close()
                    .text(" ");
        }
        html.close().line();
    }

    /** The page's inks for the first few, then hues far from each other. */
    private String ink(int line) {
        int lines = chart.lines().size();
        return lines <= INKS ? "var(--ink" + line + ")" : "hsl(" + 360 * line / lines + " 60% 50%)";
    }

    private double along(double value) {
        return LEFT + x.at(value) * INNER_WIDTH;
    }

    private double down(double value) {
        return TOP + (1 - y.at(value)) * INNER_HEIGHT;
    }

    private static String pixel(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Six digits are more than a picture shows. */
    private static String figure(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.5e", value)));
    }
}
