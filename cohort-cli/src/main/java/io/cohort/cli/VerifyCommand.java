package io.cohort.cli;

import io.cohort.core.job.Job;
import io.cohort.observe.FieldTable;
import io.cohort.train.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cohort verify}. */
@Command(
        name = "verify",
        description =
                "Trains a job on one worker and on all of its workers, and compares the parameters. Exit 1 when they differ.",
        footer = {"", "Example:", "  cohort verify examples/digits.yaml --workers 4"})
final class VerifyCommand implements Callable<Integer> {

    /** What is counted in. */
    enum Precision {
        FLOAT64,
        FLOAT32
    }

    private static final List<String> SHOWN = List.of(
            "workers", "strategy", "steps", "precision", "maxRelativeDifference", "tolerance", "float32Drift", "equal");

    private final Cohort cohort;

    @Mixin
    JobOptions jobOptions = new JobOptions();

    @Option(names = "--steps", paramLabel = "N", defaultValue = "20", description = "Steps to train (default: 20).")
    int steps;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "float64",
            description = "float64 proves the algorithm (tolerance 1e-9); float32 shows what a run does (1e-5).")
    Precision precision = Precision.FLOAT64;

    VerifyCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Job job = jobOptions.read("cohort verify");
        Console console = cohort.console();
        Map<String, Object> verdict = Verification.run(
                job, steps, precision.name().toLowerCase(Locale.ROOT), jobOptions.chaos, console::event);
        console.last("verify", verdict);
        console.show(FieldTable.lines(verdict, SHOWN, console.look()));
        return Boolean.TRUE.equals(verdict.get("equal")) ? 0 : 1;
    }
}
