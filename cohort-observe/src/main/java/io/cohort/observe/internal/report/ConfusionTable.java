package io.cohort.observe.internal.report;

import io.cohort.observe.ConfusionCounts;
import java.util.List;
import java.util.Locale;

/** Draws which classes were taken for which: a table shaded by each row's shares, and the most frequent mistakes in words. */
final class ConfusionTable {

    /** A larger table would not fit a screen; its mistakes are listed all the same. */
    private static final int MOST_CLASSES = 40;

    private static final int MISTAKES = 8;

    private ConfusionTable() {}

    static void draw(Html html, ConfusionCounts confusion) {
        html.open("section", "class", "card wide");
        html.element("h2", "Confusion").line();
        html.element(
                "p",
                "Of " + confusion.samples()
                        + " samples held out: rows are the true classes, columns what the model took them for.",
                "class",
                "faint");
        if (confusion.classes().size() <= MOST_CLASSES) {
            table(html, confusion);
        }
        mistakes(html, confusion.mistakes(MISTAKES));
        html.close().line();
    }

    private static void table(Html html, ConfusionCounts confusion) {
        List<String> classes = confusion.classes();
        html.open("div", "class", "scroll").open("table", "class", "confusion");
        html.open("thead").open("tr").element("th", "");
        classes.forEach(name -> html.element("th", name, "scope", "col"));
        html.element("th", "recall", "class", "faint").close().close().line();
        html.open("tbody");
        for (int t = 0; t < classes.size(); t++) {
            html.open("tr").element("th", classes.get(t), "scope", "row");
            for (int p = 0; p < classes.size(); p++) {
                cell(html, confusion, t, p);
            }
            html.element("td", percent(confusion.count(t, t), confusion.actual(t)), "class", "faint");
            html.close().line();
        }
        html.open("tr").element("th", "precision", "class", "faint");
        for (int p = 0; p < classes.size(); p++) {
            html.element("td", percent(confusion.count(p, p), confusion.predicted(p)), "class", "faint");
        }
        html.element("td", "").close();
        html.close().close().close().line();
    }

    private static void cell(Html html, ConfusionCounts confusion, int t, int p) {
        long count = confusion.count(t, p);
        double share = count == 0 ? 0 : (double) count / confusion.actual(t);
        // Mistakes are rare in a good model: the root lets them be seen.
        double shade = t == p ? share * 0.75 : Math.sqrt(share);
        html.element(
                "td",
                count == 0 ? "·" : Long.toString(count),
                "class",
                count == 0 ? "none" : t == p ? "right" : "wrong",
                "style",
                String.format(Locale.ROOT, "--shade:%.2f", shade),
                "title",
                confusion.classes().get(t) + " taken for " + confusion.classes().get(p) + ": " + count);
    }

    private static void mistakes(Html html, List<ConfusionCounts.Mistake> mistakes) {
        if (mistakes.isEmpty()) {
            html.element("p", "No sample was mistaken.");
            return;
        }
        html.open("p").text("Mistaken most often: ");
        for (int i = 0; i < mistakes.size(); i++) {
            ConfusionCounts.Mistake mistake = mistakes.get(i);
            html.text(i == 0 ? "" : ", ");
            html.element("b", mistake.actual()).text(" for ").element("b", mistake.predicted());
            html.text(" (" + mistake.samples() + ")");
        }
        html.text(".").close().line();
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
