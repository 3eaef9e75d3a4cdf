package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Job;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes that takes a job: the file, and what to change in it. */
final class JobOptions {

    @Parameters(arity = "0..1", paramLabel = "JOB", description = "A job file (YAML).")
    @Nullable
    Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Changes a key of the job: --set train.epochs=5. May be given again.")
    List<String> set = new ArrayList<>();

    @Option(names = "--workers", paramLabel = "N", description = "Short for --set parallel.workers=N.")
    @Nullable
    Integer workers;

    @Option(names = "--engine", paramLabel = "NAME", description = "threads or processes.")
    @Nullable
    String engine;

    @Option(names = "--strategy", paramLabel = "NAME", description = "How the workers agree: all-reduce.")
    @Nullable
    String strategy;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "The cluster to run on; this build has no cluster engine.")
    @Nullable
    String master;

    @Option(
            names = "--jars",
            paramLabel = "FILE",
            split = ",",
            description = "Jars for a cluster; this build has no cluster engine.")
    List<String> jars = new ArrayList<>();

    @Option(
            names = "--chaos",
            paramLabel = "FAULT",
            description = "Injects a fault into a worker: slow:rank=1,factor=20, pause:rank=1,seconds=10,step=50,"
                    + " or stop, kill or fail:rank=1,step=50. May be given again.")
    List<String> chaos = new ArrayList<>();

    /**
     * Reads the job with all changes.
     *
     * @param command what to call the command in a message
     * @throws UserMistake with every problem
     */
    Job read(String command) {
        refuseWhatThisBuildCannot();
        if (file == null) {
            throw new UserMistake(
                    "missing-job",
                    new Problem(
                            command,
                            null,
                            "needs a job file",
                            "Name a job file: " + command + " examples/digits.yaml"));
        }
        return Job.read(file, changes());
    }

    /** Whether anything but the file was given. */
    boolean changesAnything() {
        return !changes().isEmpty();
    }

    private List<String> changes() {
        List<String> changes = new ArrayList<>(set);
        addIfGiven(changes, "parallel.workers", workers);
        addIfGiven(changes, "parallel.engine", engine);
        addIfGiven(changes, "parallel.strategy", strategy);
        return changes;
    }

    private static void addIfGiven(List<String> changes, String key, @Nullable Object value) {
        if (value != null) {
            changes.add(key + "=" + value);
        }
    }

    private void refuseWhatThisBuildCannot() {
        List<Problem> problems = new ArrayList<>();
        if (master != null) {
            problems.add(new Problem(
                    "--master",
                    master,
                    "this build has no cluster engine",
                    "Leave --master out; --engine is threads or processes"));
        }
        if (!jars.isEmpty()) {
            problems.add(new Problem(
                    "--jars",
                    String.join(",", jars),
                    "this build has no cluster to send jars to",
                    "Put them on the class path of this host with COHORT_CLASSPATH=" + String.join(":", jars)));
        }
        if (!problems.isEmpty()) {
            throw new UserMistake("not-in-this-build", problems);
        }
    }
}
