package io.cohort.cli;

import io.cohort.core.job.Job;
import io.cohort.train.Training;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cohort check}. */
@Command(
        name = "check",
        description = "Checks a job, its data and its model without running it, and prints the job with all defaults.",
        footer = {"", "Example:", "  cohort check examples/digits.yaml --set parallel.workers=4"})
final class CheckCommand implements Callable<Integer> {

    private final Cohort cohort;

    @Mixin
    JobOptions jobOptions = new JobOptions();

    CheckCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Job job = jobOptions.read("cohort check");
        Training.prepare(job, Training.Options.DEFAULT);
        Console console = cohort.console();
        console.last("job", job.resolved());
        console.show(List.of(job.toYaml().stripTrailing()));
        return 0;
    }
}
