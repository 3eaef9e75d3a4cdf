package io.cohort.train;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Job;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.model.Model;
import io.cohort.torch.model.ModelProvider;
import org.bytedeco.javacpp.PointerScope;

/** What batch normalisation asks of a job. A model has it when one of its buffers is a running mean. */
final class BatchNormRule {

    private BatchNormRule() {}

    /**
     * Refuses a model whose batch normalisation does not know how to count over workers.
     *
     * @param synchronised what the model said: {@link Model#synchronise}
     */
    static void requireSynchronised(Model model, boolean synchronised) {
        if (!synchronised && isIn(model)) {
            throw new UserMistake(
                    "sync-batch-norm",
                    new Problem(
                            "parallel.syncBatchNorm",
                            "true",
                            "this model's batch normalisation cannot count over all workers",
                            "Write parallel.syncBatchNorm: false, or use io.cohort.torch.model.BatchNorm in your model and "
                                    + "pass Model.synchronise on to it"));
        }
    }

    /** Refuses a job whose workers cannot end where one worker ends, because they normalise with other statistics. Builds the model. */
    static void requireVerifiable(Job job, DataSpec data) {
        try (PointerScope scope = new PointerScope()) {
            if (!isIn(job.section(ModelProvider.Recipe.class).build(data))) {
                return;
            }
        }
        if (!job.section(Parallel.class).syncBatchNorm()) {
            throw unequal(
                    "parallel.syncBatchNorm",
                    "false",
                    "each worker normalises with the statistics of its own share of a batch",
                    "Write parallel.syncBatchNorm: true");
        }
        int passes = job.section(TrainSettings.class).accumulate();
        if (passes > 1) {
            throw unequal(
                    "train.accumulate",
                    String.valueOf(passes),
                    "batch normalisation takes its statistics from each pass, and other samples meet in a pass when there are other workers",
                    "Write train.accumulate: 1");
        }
    }

    private static UserMistake unequal(String place, String value, String reason, String fix) {
        return new UserMistake("verify-unequal", new Problem(place, value, "cannot equal one worker: " + reason, fix));
    }

    private static boolean isIn(Model model) {
        return NamedTensors.buffers(model.module()).keySet().stream().anyMatch(name -> name.endsWith("running_mean"));
    }
}
