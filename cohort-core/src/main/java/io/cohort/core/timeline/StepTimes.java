package io.cohort.core.timeline;

import java.util.Map;

/**
 * How a rank's training steps divided into computing and communicating, added up over steps; {@link Overlap} says what counts.
 *
 * @param steps that were counted
 * @param wallNanos from each step's begin to the next one's
 * @param computingNanos that the worker's own thread loaded data, went forward or backward, or updated parameters
 * @param communicatingNanos with at least one operation of a group under way
 * @param hiddenNanos of both at the same time: communication that cost no time of its own
 */
public record StepTimes(long steps, long wallNanos, long computingNanos, long communicatingNanos, long hiddenNanos) {

    /** Of a rank that made no steps. */
    public static final StepTimes NONE = new StepTimes(0, 0, 0, 0, 0);

    StepTimes plus(StepTimes other) {
        return new StepTimes(
                steps + other.steps,
                wallNanos + other.wallNanos,
                computingNanos + other.computingNanos,
                communicatingNanos + other.communicatingNanos,
                hiddenNanos + other.hiddenNanos);
    }

    /** As fields of an event: how many steps, and the mean of each part; empty when there was no step. */
    Map<String, Object> fields() {
        return steps == 0
                ? Map.of()
                : Map.of(
                        "timedSteps",
                        steps,
                        "stepMs",
                        meanMs(wallNanos),
                        "computingMs",
                        meanMs(computingNanos),
                        "communicatingMs",
                        meanMs(communicatingNanos),
                        "hiddenMs",
                        meanMs(hiddenNanos));
    }

    private double meanMs(long nanos) {
        return nanos / 1e6 / steps;
    }
}
