package io.cohort.observe;

import io.cohort.core.event.Event;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a run is, as its events tell it. Depends on nothing else: time is the events' time.
 *
 * <p>Threading: one thread at a time.
 */
public final class RunProgress {

    /**
     * How far one rank is. Figures that it has not told yet are NaN.
     *
     * @param rank its number
     * @param pid its process; 0 when not told
     * @param host where it runs; empty when not told
     * @param step steps done
     * @param samples samples of its own share so far
     * @param loss of the last global batch whose loss it told
     * @param samplesPerSecond its own, lately
     */
    public record Rank(int rank, long pid, String host, long step, long samples, double loss, double samplesPerSecond) {

        private static Rank fresh(int rank) {
            return new Rank(rank, 0, "", 0, 0, Double.NaN, Double.NaN);
        }

        private Rank up(Event worker) {
            long number = worker.fields().get("pid") instanceof Number n ? n.longValue() : 0;
            String name = String.valueOf(worker.fields().getOrDefault("host", ""));
            return new Rank(rank, number, name, step, samples, loss, samplesPerSecond);
        }

        private Rank stepped(Event event) {
            return new Rank(
                    rank,
                    pid,
                    host,
                    (long) event.number("step"),
                    Fields.integer(event, "samples", 0),
                    told(Fields.number(event, "loss"), loss),
                    told(Fields.number(event, "samplesPerSecond"), samplesPerSecond));
        }

        private static double told(double now, double before) {
            return Double.isNaN(now) ? before : now;
        }
    }

    private final SortedMap<Integer, Rank> ranks = new TreeMap<>();
    private String job = "";
    private int epoch;
    private int epochs;
    private long step;
    private long totalSteps;
    private double accuracy = Double.NaN;
    private long firstStep = -1;
    private long firstStepMs;
    private long lastStepMs;

    /** Takes an event in. Events of other types, and fields that are not there, are passed over. */
    public void accept(Event event) {
        switch (event.type()) {
            case RunEvents.STARTED -> started(event);
            case RunEvents.WORKER -> ranks.put(event.rank(), rank(event).up(event));
            case RunEvents.STEP -> stepped(event);
            case RunEvents.EPOCH -> epochDone(event);
            default -> {}
        }
    }

    private void started(Event event) {
        job = String.valueOf(event.fields().getOrDefault("job", ""));
        epochs = Fields.integer(event, "epochs", 0);
        totalSteps = Fields.integer(event, "totalSteps", 0);
        ranks.clear();
        firstStep = -1;
    }

    private void stepped(Event event) {
        ranks.put(event.rank(), rank(event).stepped(event));
        epoch = Fields.integer(event, "epoch", epoch);
        step = Math.max(step, (long) event.number("step"));
        lastStepMs = event.timeMs();
        if (firstStep < 0) {
            firstStep = step;
            firstStepMs = lastStepMs;
        }
    }

    private void epochDone(Event event) {
        epoch = Fields.integer(event, "epoch", epoch);
        step = Math.max(step, Fields.integer(event, "step", 0));
        double held = Fields.number(event, "validationAccuracy");
        accuracy = Double.isNaN(held) ? Fields.number(event, "accuracy") : held;
    }

    private Rank rank(Event event) {
        return ranks.getOrDefault(event.rank(), Rank.fresh(event.rank()));
    }

    public String job() {
        return job;
    }

    /** The epoch under way, from 1; 0 before the first step. */
    public int epoch() {
        return epoch;
    }

    /** Epochs in all; 0 when not told. */
    public int epochs() {
        return epochs;
    }

    /** Steps that the furthest rank has done. */
    public long step() {
        return step;
    }

    /** Steps in all; 0 when not told. */
    public long totalSteps() {
        return totalSteps;
    }

    /** The last accuracy measured; NaN before. */
    public double accuracy() {
        return accuracy;
    }

    /** The ranks that were heard of, by number. */
    public Collection<Rank> ranks() {
        return ranks.values();
    }

    /** What share of the steps is done, from 0 to 1. */
    public double done() {
        return totalSteps <= 0 ? 0 : Math.min(1.0, (double) step / totalSteps);
    }

    /** Seconds to the end at the pace since the first step that was heard of; NaN while there is no pace. */
    public double secondsLeft() {
        long steps = step - firstStep;
        if (firstStep < 0 || steps <= 0 || totalSteps <= 0) {
            return Double.NaN;
        }
        return (lastStepMs - firstStepMs) / 1000.0 / steps * (totalSteps - step);
    }

    /** Samples a second of all ranks together; NaN while none has told its own. */
    public double samplesPerSecond() {
        return ranks.values().stream()
                .mapToDouble(Rank::samplesPerSecond)
                .filter(rate -> !Double.isNaN(rate))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    /** The loss of the last global batch that was heard of; NaN before. */
    public double loss() {
        Rank furthest = null;
        for (Rank rank : ranks.values()) {
            if (furthest == null || rank.step() > furthest.step()) {
                furthest = rank;
            }
        }
        return furthest == null ? Double.NaN : furthest.loss();
    }
}
