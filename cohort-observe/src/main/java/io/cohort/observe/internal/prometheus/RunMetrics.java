package io.cohort.observe.internal.prometheus;

import io.cohort.core.event.Event;
import io.cohort.observe.Fields;
import io.cohort.observe.RunEvents;
import io.cohort.observe.RunProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run's figures are now.
 *
 * <p>Threading: safe for several threads: one tells events, others ask.
 */
final class RunMetrics {

    /** What {@code started} tells about the run, in the order of the labels. */
    private static final List<String> INFO = List.of("job", "run", "kind", "engine", "strategy", "workers");

    private final RunProgress progress = new RunProgress();
    private final SortedMap<Integer, Double> resident = new TreeMap<>();
    private final Map<String, String> info = new LinkedHashMap<>();
    private double heldOutLoss = Double.NaN;
    private double learningRate = Double.NaN;
    private long checkpoints;
    private long warnings;

    synchronized void accept(Event event) {
        progress.accept(event);
        switch (event.type()) {
            case RunEvents.STARTED ->
                INFO.forEach(key -> info.put(key, String.valueOf(event.fields().getOrDefault(key, ""))));
            case RunEvents.STEP -> learningRate = told(event, "learningRate", learningRate);
            case RunEvents.EPOCH -> heldOutLoss = told(event, "loss", heldOutLoss);
            case RunEvents.PROBE -> {
                double bytes = Fields.number(event, "residentBytes");
                if (!Double.isNaN(bytes)) {
                    resident.put(event.rank(), bytes);
                }
            }
            case RunEvents.CHECKPOINT -> checkpoints++;
            case RunEvents.WARNING -> warnings++;
            default -> {}
        }
    }

    private static double told(Event event, String field, double before) {
        double now = Fields.number(event, field);
        return Double.isNaN(now) ? before : now;
    }

    /** The figures in Prometheus's text format. */
    synchronized String text() {
        Map<Integer, Double> speeds = new LinkedHashMap<>();
        for (RunProgress.Rank rank : progress.ranks()) {
            if (!Double.isNaN(rank.samplesPerSecond())) {
                speeds.put(rank.rank(), rank.samplesPerSecond());
            }
        }
        Metrics metrics = new Metrics();
        if (!info.isEmpty()) {
            metrics.info("cohort_run_info", "The run, in its labels.", info);
        }
        return metrics.gauge("cohort_step", "Optimizer updates done.", (double) progress.step())
                .gauge("cohort_total_steps", "Optimizer updates in all.", (double) progress.totalSteps())
                .gauge("cohort_epoch", "The epoch under way, from 1.", progress.epoch())
                .gauge("cohort_loss", "Loss of the last global batch.", progress.loss())
                .gauge("cohort_held_out_loss", "Loss of the samples held out, last measured.", heldOutLoss)
                .gauge("cohort_accuracy", "Accuracy on the samples held out, last measured.", progress.accuracy())
                .gauge("cohort_learning_rate", "Learning rate of the last step.", learningRate)
                .byRank("cohort_samples_per_second", "Samples a second, lately, of each rank.", speeds)
                .byRank("cohort_resident_bytes", "Resident memory of each rank's process.", resident)
                .counter("cohort_checkpoints_total", "Checkpoints kept by this start of the run.", checkpoints)
                .counter("cohort_warnings_total", "Warnings of this start of the run.", warnings)
                .text();
    }
}
