package io.cohort.train;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Job;
import io.cohort.core.job.Nearest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code --chaos}: {@code slow:rank=1,factor=20}, see {@link Fault.Kind}. */
final class ChaosPlan {

    private static final String PLACE = "--chaos";
    private static final String KIND = "chaos-invalid";

    private final String text;
    private final List<Problem> problems;

    private ChaosPlan(String text, List<Problem> problems) {
        this.text = text;
        this.problems = problems;
    }

    /**
     * The faults that were asked for.
     *
     * @throws UserMistake with every one that the job cannot have
     */
    static List<Fault> of(List<String> texts, Job job) {
        Parallel parallel = job.section(Parallel.class);
        List<Problem> problems = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (String text : texts) {
            new ChaosPlan(text, problems).read(parallel).ifPresent(faults::add);
        }
        if (!problems.isEmpty()) {
            throw new UserMistake(KIND, problems);
        }
        return faults;
    }

    private Optional<Fault> read(Parallel parallel) {
        int before = problems.size();
        String[] parts = text.split(":", 2);
        Fault.Kind kind = kind(parts[0]);
        if (kind == null) {
            return Optional.empty();
        }
        Map<String, String> values = values(kind, parts.length == 1 ? "" : parts[1]);
        int rank = (int) number(kind, values, "rank", 0, parallel.workers() - 1);
        long step = values.containsKey("step") ? (long) number(kind, values, "step", 1, 1e12) : 1;
        double factor = kind == Fault.Kind.SLOW ? number(kind, values, "factor", 1, 1e6) : 1;
        double seconds = kind == Fault.Kind.PAUSE ? number(kind, values, "seconds", 0, 1e6) : 0;
        if (kind.needsProcess() && parallel.engine().engine().equals("threads")) {
            wrong("is for a process, and these workers are threads of one", "Add --engine processes");
        }
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new Fault(kind, rank, step, factor, Duration.ofMillis(Math.round(seconds * 1e3)), text));
    }

    private Fault.@Nullable Kind kind(String word) {
        Map<String, Fault.Kind> known = Arrays.stream(Fault.Kind.values())
                .collect(Collectors.toMap(Fault.Kind::word, k -> k, (a, b) -> a, LinkedHashMap::new));
        Fault.Kind kind = known.get(word);
        if (kind == null) {
            String fix = Nearest.of(word, known.keySet())
                    .map(known::get)
                    .map(near -> "Write " + near.example())
                    .orElse("Write something like " + Fault.Kind.SLOW.example());
            wrong("is no fault; there are " + String.join(", ", known.keySet()), fix);
        }
        return kind;
    }

    private Map<String, String> values(Fault.Kind kind, String behind) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : behind.isEmpty() ? new String[0] : behind.split(",", -1)) {
            String[] sides = pair.split("=", 2);
            if (sides.length == 1 || !kind.keys().contains(sides[0])) {
                wrong("'" + pair + "' is none of " + String.join("=, ", kind.keys()) + "=", example(kind));
            } else if (values.put(sides[0], sides[1]) != null) {
                wrong("has two " + sides[0], example(kind));
            }
        }
        return values;
    }

    private double number(Fault.Kind kind, Map<String, String> values, String key, double least, double most) {
        String value = values.get(key);
        if (value == null) {
            wrong("lacks " + key, example(kind));
            return least;
        }
        boolean whole = key.equals("rank") || key.equals("step");
        double number = parsed(value, whole);
        if (number >= least && number <= most) {
            return number;
        }
        String range = most < 1e5 ? "from " + (long) least + " to " + (long) most : "of at least " + (long) least;
        wrong(key + "=" + value + " is no " + (whole ? "whole " : "") + "number " + range, example(kind));
        return least;
    }

    /** NaN where it is no number, which lies in no range. */
    private static double parsed(String value, boolean whole) {
        try {
            return whole ? new BigDecimal(value).longValueExact() : Double.parseDouble(value);
        } catch (NumberFormatException | ArithmeticException e) {
            return Double.NaN;
        }
    }

    private static String example(Fault.Kind kind) {
        return "Write something like " + kind.example();
    }

    private void wrong(String rule, String fix) {
        problems.add(new Problem(PLACE, text, rule, fix));
    }
}
