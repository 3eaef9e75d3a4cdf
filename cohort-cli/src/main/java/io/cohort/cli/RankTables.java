package io.cohort.cli;

import io.cohort.core.timeline.Late;
import io.cohort.observe.Look;
import io.cohort.observe.Numbers;
import io.cohort.observe.RunHistory;
import io.cohort.observe.RunProgress;
import io.cohort.observe.Series;
import io.cohort.observe.TextCurve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code show --ranks} says: how each rank trained, who waited for whom, what was hidden, and when each was latest. Pure. */
final class RankTables {

    private static final int SPARK_COLUMNS = 24;

    private RankTables() {}

    static List<String> lines(RunHistory history, Look look) {
        List<String> lines = new ArrayList<>(training(history, look));
        if (!history.rankRecords().isEmpty()) {
            lines.add("");
            lines.addAll(waiting(history.rankRecords()));
            List<Map<String, Object>> stepped = history.rankRecords().stream()
                    .filter(record -> number(record, "timedSteps") > 0)
                    .toList();
            if (!stepped.isEmpty()) {
                lines.add("");
                lines.addAll(overlap(stepped));
            }
            List<String> latest = latest(history.rankRecords());
            if (!latest.isEmpty()) {
                lines.add("");
                lines.addAll(latest);
            }
        }
        return lines;
    }

    private static List<String> training(RunHistory history, Look look) {
        Map<Integer, Series> speeds = new HashMap<>();
        history.ranks().forEach(rank -> speeds.put(rank.number(), rank.samplesPerSecond()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RANK", "PROCESS", "HOST", "STEP", "SAMPLES", "LOSS", "SAMPLES/S", ""));
        for (RunProgress.Rank rank : history.progress().ranks()) {
            boolean stepped = !Double.isNaN(rank.samplesPerSecond());
            Series speed = speeds.get(rank.rank());
            rows.add(List.of(
                    Integer.toString(rank.rank()),
                    rank.pid() == 0 ? "" : Long.toString(rank.pid()),
                    rank.host(),
                    Numbers.count(rank.step()),
                    Numbers.count(rank.samples()),
                    stepped ? Numbers.score(rank.loss()) : "",
                    stepped ? Numbers.count(rank.samplesPerSecond()) : "",
                    speed == null ? "" : TextCurve.spark(speed, SPARK_COLUMNS, look)));
        }
        return Columns.lines(rows);
    }

    private static List<String> waiting(List<Map<String, Object>> records) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RANK", "OPERATIONS", "BYTES", "WAITED", "AWAITED", "GC PAUSES", "GC TIME", "LATEST BY"));
        for (Map<String, Object> record : records) {
            rows.add(List.of(
                    Numbers.count((long) number(record, "rank")),
                    Numbers.count((long) number(record, "operations")),
                    Numbers.bytes((long) number(record, "operationBytes")),
                    time(record, "waitedMs"),
                    time(record, "awaitedMs"),
                    Numbers.count((long) number(record, "gcPauses")),
                    time(record, "gcMs"),
                    number(record, "longestLateMs") == 0 ? "" : time(record, "longestLateMs")));
        }
        return Columns.lines(rows);
    }

    private static List<String> overlap(List<Map<String, Object>> records) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RANK", "STEPS", "A STEP", "COMPUTING", "COMMUNICATING", "HIDDEN"));
        for (Map<String, Object> record : records) {
            double communicating = number(record, "communicatingMs");
            long percent = communicating == 0 ? 0 : Math.round(100 * number(record, "hiddenMs") / communicating);
            rows.add(List.of(
                    Numbers.count((long) number(record, "rank")),
                    Numbers.count((long) number(record, "timedSteps")),
                    time(record, "stepMs"),
                    time(record, "computingMs"),
                    time(record, "communicatingMs"),
                    time(record, "hiddenMs") + ", " + percent + " %"));
        }
        return Columns.lines(rows);
    }

    private static List<String> latest(List<Map<String, Object>> records) {
        List<String> lines = new ArrayList<>();
        for (Map<String, Object> record : records) {
            String sentence = String.valueOf(record.getOrDefault("longestLate", ""));
            if (!sentence.isEmpty()) {
                lines.add(sentence);
            }
            long unseen = (long) number(record, "unseen");
            if (unseen > 0) {
                lines.add("rank " + (long) number(record, "rank") + " did more than it could tell: "
                        + Numbers.count(unseen) + " spans are missing in its times");
            }
        }
        return lines;
    }

    private static String time(Map<String, Object> record, String field) {
        return Late.duration((long) (number(record, field) * 1e6));
    }

    private static double number(Map<String, Object> record, String field) {
        return record.get(field) instanceof Number number ? number.doubleValue() : 0;
    }

    /** The same for programs: one map a rank. */
    static List<Map<String, Object>> fields(RunHistory history) {
        Map<Long, Map<String, Object>> records = new HashMap<>();
        history.rankRecords().forEach(record -> records.put((long) number(record, "rank"), record));
        return history.progress().ranks().stream()
                .map(rank -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("rank", rank.rank());
                    fields.put("pid", rank.pid());
                    fields.put("host", rank.host());
                    fields.put("step", rank.step());
                    fields.put("samples", rank.samples());
                    fields.put("loss", rank.loss());
                    fields.put("samplesPerSecond", rank.samplesPerSecond());
                    records.getOrDefault((long) rank.rank(), Map.of()).forEach(fields::putIfAbsent);
                    return fields;
                })
                .toList();
    }
}
