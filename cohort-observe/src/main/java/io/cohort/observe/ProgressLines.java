package io.cohort.observe;

import io.cohort.core.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws progress as lines of text. Pure: the same state, width and look give the same lines, none wider than the width. */
final class ProgressLines {

    /** More ranks than this would push the bar off a screen. */
    private static final int RANKS_SHOWN = 16;

    private static final String NOT_TOLD = "-";

    private static final int LOSS_WIDTH = "9.999e-04".length();
    private static final int LEAST_BAR = 8;
    private static final int MOST_BAR = 40;

    private ProgressLines() {}

    /** The moving part: a bar, a line a rank, a line for all. */
    static List<String> of(RunProgress progress, int width, Look look) {
        List<String> lines = new ArrayList<>();
        lines.add(bar(progress, width, look));
        int steps =
                Numbers.count(Math.max(progress.step(), progress.totalSteps())).length();
        List<RunProgress.Rank> ranks = List.copyOf(progress.ranks());
        for (RunProgress.Rank rank : ranks.subList(0, Math.min(RANKS_SHOWN, ranks.size()))) {
            lines.add(cut(rankLine(rank, steps), width));
        }
        if (ranks.size() > RANKS_SHOWN) {
            lines.add(cut("  and " + (ranks.size() - RANKS_SHOWN) + " ranks more", width));
        }
        if (ranks.size() > 1) {
            lines.add(cut(totalLine(progress, steps), width));
        }
        return lines;
    }

    private static String bar(RunProgress progress, int width, Look look) {
        String before = progress.job() + "  epoch " + of(progress.epoch(), progress.epochs()) + "  ";
        String after = String.format(Locale.ROOT, "  %3.0f%%", Math.floor(100 * progress.done()))
                + "  step " + of(progress.step(), progress.totalSteps())
                + "  ETA " + eta(progress.secondsLeft());
        int room = Math.min(MOST_BAR, width - before.length() - after.length());
        if (room < LEAST_BAR) {
            return cut(before + after.strip(), width);
        }
        int full = (int) Math.floor(room * progress.done());
        String done = (look.unicode() ? "━" : "#").repeat(full);
        String left = (look.unicode() ? "─" : ".").repeat(room - full);
        return before + look.paint(Look.Ink.ACCENT, done) + look.paint(Look.Ink.FAINT, left) + after;
    }

    private static String of(long done, long all) {
        return all > 0 ? Numbers.count(done) + "/" + Numbers.count(all) : Numbers.count(done);
    }

    private static String eta(double seconds) {
        return Double.isNaN(seconds) ? "-:--" : Numbers.clock(seconds);
    }

    private static String rankLine(RunProgress.Rank rank, int stepDigits) {
        String name = String.format(Locale.ROOT, "  rank %-3d", rank.rank());
        if (Double.isNaN(rank.samplesPerSecond())) {
            return name + (rank.pid() > 0 ? "  up, process " + rank.pid() + " on " + rank.host() : "  starting");
        }
        return name
                + String.format(Locale.ROOT, "  step %" + stepDigits + "s", Numbers.count(rank.step()))
                + figures(rank.loss(), rank.samplesPerSecond());
    }

    private static String totalLine(RunProgress progress, int stepDigits) {
        String line = "  total   " + " ".repeat("  step ".length() + stepDigits)
                + figures(progress.loss(), progress.samplesPerSecond());
        return Double.isNaN(progress.accuracy()) ? line : line + "  accuracy " + Numbers.score(progress.accuracy());
    }

    private static String figures(double loss, double rate) {
        return String.format(Locale.ROOT, "  loss %-9s  %9s samples/s", loss(loss), rate(rate));
    }

    private static String loss(double loss) {
        return Double.isNaN(loss) ? NOT_TOLD : Numbers.score(loss);
    }

    private static String rate(double rate) {
        return Double.isNaN(rate) ? NOT_TOLD : Numbers.count(rate);
    }

    /** The line that stays when a run starts. */
    static String started(Event event) {
        return "training " + event.fields().getOrDefault("job", "")
                + ": " + event.fields().getOrDefault("workers", "?") + " workers ("
                + event.fields().getOrDefault("engine", "?") + "), "
                + event.fields().getOrDefault("strategy", "?") + ", "
                + Numbers.count(Fields.number(event, "totalSteps")) + " steps, into "
                + event.fields().getOrDefault("run", "?");
    }

    /** The line that stays after an epoch. */
    static String epoch(Event event, int epochs) {
        StringBuilder line = new StringBuilder("epoch " + padded(Fields.integer(event, "epoch", 0), epochs));
        append(line, "train loss", score(event, "trainLoss"));
        append(line, "loss", score(event, "loss"));
        append(line, "accuracy", score(event, "accuracy"));
        append(line, "perplexity", score(event, "perplexity"));
        append(line, "validation loss", score(event, "validationLoss"));
        append(line, "validation accuracy", score(event, "validationAccuracy"));
        double rate = Fields.number(event, "samplesPerSecond");
        double seconds = Fields.number(event, "seconds");
        line.append(Double.isNaN(rate) ? "" : String.format(Locale.ROOT, "  %7s samples/s", Numbers.count(rate)));
        line.append(Double.isNaN(seconds) ? "" : "  " + Numbers.span(seconds));
        return line.toString().stripTrailing();
    }

    /** So that lines below each other keep their columns. */
    private static String padded(int epoch, int epochs) {
        String all = of(epoch, epochs);
        String widest = of(Math.max(epoch, epochs), epochs);
        return " ".repeat(widest.length() - all.length()) + all;
    }

    private static void append(StringBuilder line, String label, @Nullable String value) {
        if (value != null) {
            line.append("  ").append(label).append(' ').append(value);
            // A small loss needs an exponent, and so more room: what follows stays in its column.
            line.append(" ".repeat(label.endsWith("loss") ? Math.max(0, LOSS_WIDTH - value.length()) : 0));
        }
    }

    /** A figure that was told, NaN included; null for one that was not. */
    private static @Nullable String score(Event event, String field) {
        return event.fields().get(field) == null ? null : Numbers.score(Fields.number(event, field));
    }

    private static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }
}
