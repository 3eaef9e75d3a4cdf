package io.cohort.train;

import io.cohort.core.job.Job;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside a checkpoint's tensors, as JSON.
 *
 * @param format of this file; 1
 * @param step see {@link Position}
 * @param lossSum {@code null} when the loss was no number
 * @param stateSha256 of the file with the tensors
 * @param job the parts of the job that a checkpoint belongs to: it fits only a job in which these are equal
 */
record CheckpointManifest(
        int format,
        long step,
        int epoch,
        int batch,
        @Nullable Double lossSum,
        long samples,
        Position.@Nullable Best best,
        String stateSha256,
        Map<String, Object> job) {

    static CheckpointManifest of(Position position, String stateSha256, Job job) {
        return new CheckpointManifest(
                1,
                position.step(),
                position.epoch(),
                position.batch(),
                position.lossSum(),
                position.samples(),
                position.best(),
                stateSha256,
                identity(job));
    }

    Position position() {
        return new Position(step, epoch, batch, lossSum == null ? Double.NaN : lossSum, samples, best);
    }

    static Map<String, Object> identity(Job job) {
        Map<String, Object> identity = new LinkedHashMap<>();
        for (String key : List.of("seed", "data", "model", "loss", "optimizer", "train")) {
            identity.put(key, job.resolved().get(key));
        }
        return identity;
    }
}
