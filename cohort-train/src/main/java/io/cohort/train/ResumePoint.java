package io.cohort.train;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Job;
import io.cohort.core.json.Json;
import io.cohort.engine.DirectoryArtifacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Finds where a run goes on, and makes sure that the checkpoint belongs to its job. */
final class ResumePoint {

    private ResumePoint() {}

    /**
     * The newest checkpoint's path; empty to begin at the start.
     *
     * @throws UserMistake when it is of another job or cannot be read
     */
    static String find(Path run, Job job) {
        DirectoryArtifacts artifacts = new DirectoryArtifacts(run);
        try {
            String newest = new Checkpoints(artifacts, Checkpoints.RUN, 1).newest();
            if (!newest.isEmpty()) {
                requireSame(run.resolve(newest), job, Checkpoints.manifest(artifacts, newest));
            }
            return newest;
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new UserMistake(
                    "checkpoint-invalid",
                    new Problem(
                            run.toString(),
                            null,
                            "its newest checkpoint cannot be read: " + unreadable.getMessage(),
                            "Delete that checkpoint to go on from the one before"));
        }
    }

    private static void requireSame(Path checkpoint, Job job, CheckpointManifest manifest) {
        // Through text, so that numbers compare as they were written.
        Map<String, Object> wanted = Json.readMap(Json.write(CheckpointManifest.identity(job)));
        wanted.forEach((key, value) -> {
            if (!value.equals(manifest.job().get(key))) {
                throw new UserMistake(
                        "checkpoint-mismatch",
                        new Problem(
                                checkpoint.toString(),
                                null,
                                "was made with another " + key + ": "
                                        + manifest.job().get(key) + ", but the job says " + value,
                                "Resume with the job the checkpoint was made by"));
            }
        });
    }
}
