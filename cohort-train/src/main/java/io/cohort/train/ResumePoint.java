package io.cohort.train;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Job;
import io.cohort.core.json.Json;
import io.cohort.engine.ArtifactStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a run goes on.
 *
 * @param checkpoint its path; empty to begin at the start
 * @param refused what is wrong with each newer checkpoint, which is why it was not taken
 */
record ResumePoint(String checkpoint, List<String> refused) {

    /** A run that begins. */
    static final ResumePoint START = new ResumePoint("", List.of());

    /**
     * Finds the newest checkpoint that is whole. Torn and altered ones are refused by name.
     *
     * @param place what to call the run in messages
     * @throws UserMistake when there are checkpoints but none is whole, or when it belongs to another job
     */
    static ResumePoint find(ArtifactStore artifacts, String place, Job job) {
        Checkpoints checkpoints = new Checkpoints(artifacts, Checkpoints.RUN, 1);
        List<String> refused = new ArrayList<>();
        try {
            for (String path : checkpoints.newestFirst()) {
                try {
                    requireSame(place + "/" + path, job, checkpoints.check(path));
                    return new ResumePoint(path, refused);
                } catch (IOException | IllegalArgumentException damaged) {
                    refused.add(path + " is damaged: " + damaged.getMessage());
                }
            }
        } catch (IOException unreadable) {
            refused.add(String.valueOf(unreadable.getMessage()));
        }
        if (refused.isEmpty()) {
            return START;
        }
        throw new UserMistake(
                "checkpoint-invalid",
                new Problem(
                        place,
                        null,
                        "has no whole checkpoint: " + String.join("; ", refused),
                        "Train again with a new run directory"));
    }

    private static void requireSame(String checkpoint, Job job, CheckpointManifest manifest) {
        // Through text, so that numbers compare as they were written.
        Map<String, Object> wanted = Json.readMap(Json.write(CheckpointManifest.identity(job)));
        wanted.forEach((key, value) -> {
            if (!value.equals(manifest.job().get(key))) {
                throw new UserMistake(
                        "checkpoint-mismatch",
                        new Problem(
                                checkpoint,
                                null,
                                "was made with another " + key + ": "
                                        + manifest.job().get(key) + ", but the job says " + value,
                                "Resume with the job the checkpoint was made by"));
            }
        });
    }
}
