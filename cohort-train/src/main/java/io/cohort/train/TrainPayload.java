package io.cohort.train;

import io.cohort.torch.data.DataSource;
import java.util.List;

/**
 * What the launcher hands to every worker, as JSON.
 *
 * @param job the resolved job
 * @param resumeFrom the checkpoint to go on from, such as {@code checkpoints/step-00000120}; empty for a fresh start
 * @param measure whether to evaluate after each epoch and at the end
 * @param keep whether to write checkpoints
 * @param data what the launcher found in the job's data
 * @param chaos faults to inject, as they were asked for
 */
record TrainPayload(
        String job, String resumeFrom, boolean measure, boolean keep, DataSource.Opened data, List<String> chaos) {}
