package io.cohort.train;

import io.cohort.comm.GroupOptions;
import io.cohort.comm.Tls;
import io.cohort.comm.TlsFiles;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Job;
import io.cohort.engine.Security;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.Task;
import io.cohort.torch.loss.LossSection;
import io.cohort.torch.metric.Metrics;
import io.cohort.torch.model.ModelProvider;
import java.util.stream.Collectors;

/** What must hold before any worker starts: the data can be read whole, and data, model, loss and batch fit each other. */
final class JobCheck {

    private JobCheck() {}

    /**
     * What the check learned.
     *
     * @param trainingSamples how many samples are trained on
     * @param opened what was found in the data
     */
    record Facts(int trainingSamples, DataSource.Opened opened) {

        long stepsPerEpoch(int batch) {
            return (trainingSamples + batch - 1L) / batch;
        }
    }

    /**
     * Checks a job.
     *
     * @throws UserMistake saying what does not fit
     */
    static Facts check(Job job) {
        int workers = job.section(Parallel.class).workers();
        int batch = job.section(TrainSettings.class).batch();
        if (batch < workers) {
            throw new UserMistake(
                    "batch-too-small",
                    new Problem(
                            "train.batch",
                            String.valueOf(batch),
                            "is of all workers together, and must be at least their number, " + workers,
                            "Use train.batch: " + workers));
        }
        checkSecurity(job);
        job.section(Parallel.class).strategy().check(job);
        DataSplit data = job.section(DataSource.class).open(job.seed());
        job.section(ModelProvider.Recipe.class).check(data.spec());
        if (job.section(TrainSettings.class).patience().isPresent()
                && data.validation().size() == 0) {
            throw new UserMistake(
                    "no-validation",
                    new Problem(
                            "train.patience",
                            job.section(TrainSettings.class).patience().get().toString(),
                            "watches the validation loss, but no samples are held out for validation",
                            "Set data.validation: 0.1"));
        }
        checkLoss(job.section(LossSection.Choice.class), data);
        job.section(Metrics.class).check(data.spec());
        return new Facts(data.train().size(), DataSource.Opened.of(data));
    }

    private static void checkSecurity(Job job) {
        TlsFiles tls = job.section(Security.class).tls();
        if (tls == null) {
            return;
        }
        if (job.section(Parallel.class).engine().transport().equals("gloo")) {
            throw new UserMistake("transport-unavailable", GroupOptions.glooWithTls());
        }
        Tls.load(tls);
    }

    private static void checkLoss(LossSection.Choice loss, DataSplit data) {
        Task task = data.spec().task();
        if (!loss.tasks().isEmpty() && !loss.tasks().contains(task)) {
            String measured = loss.tasks().stream().map(Task::word).sorted().collect(Collectors.joining(" or "));
            throw new UserMistake(
                    "loss-task",
                    new Problem(
                            "loss",
                            loss.name(),
                            "measures " + measured + ", but the data's task is " + task.word(),
                            "Leave loss out"));
        }
        loss.forData(data.train());
    }
}
