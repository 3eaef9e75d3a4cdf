package io.cohort.train;

import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The job's {@code checkpoint}: when the state of a run is kept.
 *
 * @param every how many epochs or steps lie between two checkpoints
 * @param unit what is counted
 * @param keep how many are kept, the newest
 */
public record CheckpointSettings(long every, Unit unit, int keep) {

    /** What lies between two checkpoints. */
    public enum Unit {
        EPOCH,
        STEP
    }

    /** Whether a checkpoint is due after a step. */
    boolean due(long step, boolean epochEnds, int epochsDone) {
        return unit == Unit.STEP ? !epochEnds && step % every == 0 : epochEnds && epochsDone % every == 0;
    }

    /** Reads it. */
    public static final class Section implements JobSection<CheckpointSettings> {

        private static final Pattern EVERY = Pattern.compile("([1-9][0-9]{0,8}) *(epoch|step)s?");

        @Override
        public String key() {
            return "checkpoint";
        }

        @Override
        public Class<CheckpointSettings> type() {
            return CheckpointSettings.class;
        }

        @Override
        public CheckpointSettings read(JobNode node) {
            Matcher every = EVERY.matcher(node.text("every", "1 epoch"));
            int keep = (int) node.integer("keep", 3, 1, 1_000_000);
            if (!every.matches()) {
                node.problem("every", "must be a number of epochs or steps", "Write checkpoint.every: 1 epoch");
                return new CheckpointSettings(1, Unit.EPOCH, keep);
            }
            Unit unit = every.group(2).equals("step") ? Unit.STEP : Unit.EPOCH;
            return new CheckpointSettings(Long.parseLong(every.group(1)), unit, keep);
        }
    }
}
