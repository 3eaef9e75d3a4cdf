package io.cohort.train;

import io.cohort.core.event.Event;
import java.util.Map;

/**
 * Hears how a training run goes, in the launcher's JVM: override what is of interest.
 *
 * <pre>{@code
 * job.listener(new TrainingListener() {
 *     public void epochEnded(EpochEnded epoch, Control control) {
 *         if (epoch.figures().getOrDefault("accuracy", 0.0) > 0.98) {
 *             control.stop();
 *         }
 *     }
 * });
 * }</pre>
 *
 * <p>Threading: called by one thread at a time, which is none that trains; return soon. Failure: a callback that throws stops the run, which keeps a
 * checkpoint; then {@code train} throws what the callback threw.
 */
public interface TrainingListener {

    /** What a callback can do to the run. */
    interface Control {

        /** Stops the run after its current step, with a checkpoint to go on from; {@code train} then throws {@code RunInterrupted}. */
        void stop();
    }

    /**
     * Some steps of one rank; told about five times a second at most.
     *
     * @param epoch from 1
     * @param step done so far, over all epochs
     * @param loss of the last global batch whose loss is known; not-a-number before there is one
     * @param samplesPerSecond this rank's, lately
     */
    record StepDone(int rank, int epoch, long step, double loss, double samplesPerSecond) {}

    /**
     * The end of an epoch.
     *
     * @param epoch from 1
     * @param step done so far, over all epochs
     * @param trainLoss the mean over the epoch
     * @param figures what was measured on the samples held out ({@code loss}, {@code accuracy}, …); empty when there are none
     * @param learningRate the last one
     * @param seconds since training began
     */
    record EpochEnded(
            int epoch, long step, double trainLoss, Map<String, Double> figures, double learningRate, double seconds) {}

    /**
     * A checkpoint that is kept.
     *
     * @param path in the run directory
     * @param step at which it was made
     */
    record CheckpointWritten(String path, long step) {}

    /** The run directory is there, and workers are about to start. */
    default void started(String run, Control control) {}

    default void stepDone(StepDone step, Control control) {}

    default void epochEnded(EpochEnded epoch, Control control) {}

    default void checkpointWritten(CheckpointWritten checkpoint, Control control) {}

    /** Something to know, such as a worker that is late. */
    default void warned(String message, Control control) {}

    /** The run went well; its last figures. */
    default void ended(Map<String, Object> summary) {}

    /** Every event as it stands in {@code events.jsonl}, before the method for its kind is called; also those that have none. */
    default void event(Event event, Control control) {}
}
