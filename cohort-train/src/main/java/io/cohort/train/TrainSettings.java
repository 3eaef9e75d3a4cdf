package io.cohort.train;

import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import java.time.Duration;
import java.util.Optional;

/**
 * The job's {@code train}: how long, in what portions, in which numbers.
 *
 * @param epochs how often all training samples are seen
 * @param maxSteps ends the run after so many updates, when given
 * @param maxTime ends the run after so much time, when given; the bits then depend on the machine's speed
 * @param patience ends the run after so many epochs without a better validation loss, when given
 * @param batch samples an update, of all workers together
 * @param accumulate in how many passes a worker's share of a batch is computed; changes memory, not the result
 * @param clip the largest global norm a gradient may have, when given
 * @param precision in which numbers
 */
public record TrainSettings(
        int epochs,
        Optional<Long> maxSteps,
        Optional<Duration> maxTime,
        Optional<Integer> patience,
        int batch,
        int accumulate,
        Optional<Double> clip,
        Precision precision) {

    /** Updates of a whole run. */
    long totalSteps(long stepsPerEpoch) {
        return Math.min(stepsPerEpoch * epochs, maxSteps.orElse(Long.MAX_VALUE));
    }

    /** Reads it. */
    public static final class Section implements JobSection<TrainSettings> {

        private static final int MANY = 1 << 30;

        @Override
        public String key() {
            return "train";
        }

        @Override
        public Class<TrainSettings> type() {
            return TrainSettings.class;
        }

        @Override
        public TrainSettings read(JobNode node) {
            return new TrainSettings(
                    (int) node.integer("epochs", 10, 1, MANY),
                    node.integer("maxSteps", 1, Long.MAX_VALUE),
                    node.number("maxMinutes", 1e-9, 1e9).map(minutes -> Duration.ofMillis((long) (minutes * 60_000))),
                    node.integer("patience", 1, MANY).map(Long::intValue),
                    (int) node.integer("batch", 64, 1, MANY),
                    (int) node.integer("accumulate", 1, 1, 1 << 16),
                    node.number("clip", 1e-12, 1e12),
                    Precision.ofWord(node.choice("precision", Precision.FLOAT32.word(), Precision.words())));
        }
    }
}
