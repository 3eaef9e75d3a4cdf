package io.cohort.cli;

import io.cohort.core.job.ByteSize;
import io.cohort.observe.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results of {@code bench allreduce} as rows that come one by one, so that all columns have their widths before. Pure. */
final class AllReduceTable {

    private static final int BAR_CELLS = 16;

    /** A bar of this many cells is twice as quick as one of so many fewer: ratios span hundreds. */
    private static final double CELLS_A_DOUBLING = 2.5;

    private static final String ROW = "%9s  %12s  %12s";
    private static final String PEER = "  %12s  %8s  ";

    private final boolean peer;
    private final Look look;

    AllReduceTable(boolean peer, Look look) {
        this.peer = peer;
        this.look = look;
    }

    /** What stands above the rows. */
    List<String> head(String about, String peerName) {
        String columns = String.format(Locale.ROOT, ROW, "SIZE", "TIME", "BUS")
                + (peer ? String.format(Locale.ROOT, PEER, peerName.toUpperCase(Locale.ROOT), "FASTER") : "");
        return List.of(about, columns.stripTrailing());
    }

    /** One result, and below it what memory would allow, where that is known. */
    List<String> row(Map<String, Object> fields) {
        List<String> lines = new ArrayList<>();
        String row = String.format(
                Locale.ROOT,
                ROW,
                ByteSize.show((long) number(fields, "bytes")),
                time(number(fields, "microseconds")),
                String.format(Locale.ROOT, "%.2f GB/s", number(fields, "busGBps")));
        if (peer) {
            double ratio = number(fields, "ratio");
            row += String.format(Locale.ROOT, PEER, time(number(fields, "peerMicroseconds")), times(ratio))
                    + bar(ratio);
        }
        lines.add(row.stripTrailing());
        if (fields.containsKey("ofLimit")) {
            lines.add(look.paint(
                    Look.Ink.FAINT,
                    String.format(
                            Locale.ROOT,
                            "%9s  %12s  at least, for memory moves %.1f GB/s: %.0f %% of that speed",
                            "",
                            time(number(fields, "limitMicroseconds")),
                            number(fields, "memoryGBps"),
                            100 * number(fields, "ofLimit"))));
        }
        return lines;
    }

    private String bar(double ratio) {
        int cells = (int) Math.round(CELLS_A_DOUBLING * Math.log(ratio) / Math.log(2));
        String bar = (look.unicode() ? "━" : "#").repeat(Math.max(0, Math.min(BAR_CELLS, cells)));
        return look.paint(ratio >= 1 ? Look.Ink.GOOD : Look.Ink.BAD, bar);
    }

    private String times(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f%s" : "%.0f%s", ratio, look.unicode() ? "×" : "x");
    }

    private String time(double microseconds) {
        return microseconds < 1000
                ? String.format(Locale.ROOT, "%.1f %s", microseconds, look.unicode() ? "µs" : "us")
                : String.format(Locale.ROOT, "%.2f ms", microseconds / 1000);
    }

    private static double number(Map<String, Object> fields, String key) {
        return fields.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
