package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.observe.FieldTable;
import io.cohort.observe.TerminalView;
import io.cohort.train.Training;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cohort train}. */
@Command(
        name = "train",
        description = "Trains a job's model on its workers, into a run directory.",
        footer = {
            "",
            "Examples:",
            "  cohort train examples/digits.yaml --workers 4 --set train.epochs=5",
            "  cohort train --resume runs/digits-20260101-120000"
        })
final class TrainCommand implements Callable<Integer> {

    private final Cohort cohort;

    @Mixin
    JobOptions jobOptions = new JobOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run directory itself, which must not exist. Without it: runs/<name>-<time>.")
    @Nullable
    Path out;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Goes on in RUN, with RUN's job, from its last checkpoint.")
    @Nullable
    Path resume;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Lets workers of other hosts join here (see cohort join).")
    @Nullable
    String listen;

    @Option(
            names = "--remote",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many of the workers join from other hosts.")
    int remote;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "With --listen: the secret that workers must bring, 64 hexadecimal digits. Without it one is made.")
    @Nullable
    Path tokenFile;

    TrainCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Console console = cohort.console();
        Training training = prepare();
        Training.Result result;
        try (TerminalView view = console.view();
                StopSignals signals = new StopSignals(() -> stop(training, view), Runtime.getRuntime()::halt)) {
            result = training.run(
                    event -> {
                        console.event(event);
                        view.accept(event);
                    },
                    view::line);
        }
        console.show(FieldTable.ofRun(shown(result), console.look()));
        return 0;
    }

    private static Map<String, Object> shown(Training.Result result) {
        Map<String, Object> fields = new LinkedHashMap<>(result.summary());
        RunFields.report(result.run()).ifPresent(report -> fields.put("report", report));
        return fields;
    }

    private static void stop(Training training, TerminalView view) {
        view.line("stopping after this step, with a checkpoint; once more to end at once");
        training.requestStop();
    }

    private Training prepare() {
        if (resume != null) {
            requireResumeAlone(resume);
            return Training.resume(resume, jobOptions.chaos);
        }
        if ((listen == null) != (remote == 0)) {
            throw new UserMistake(
                    "bad-option",
                    new Problem(
                            listen == null ? "--remote" : "--listen",
                            listen == null ? String.valueOf(remote) : listen,
                            "--listen and --remote go together: where workers join, and how many",
                            "Give both: --listen 0.0.0.0:4711 --remote 2"));
        }
        requireListening();
        return Training.prepare(
                jobOptions.read("cohort train"),
                new Training.Options(out, listen, remote, tokenFile, jobOptions.chaos));
    }

    private void requireListening() {
        if (tokenFile != null && listen == null) {
            throw new UserMistake(
                    "bad-option",
                    new Problem(
                            "--token-file",
                            tokenFile.toString(),
                            "is the secret of workers that join, but nobody may join without --listen",
                            "Leave it out, or add --listen 0.0.0.0:4711 --remote 2"));
        }
    }

    private void requireResumeAlone(Path run) {
        if (jobOptions.changesAnything() || out != null || listen != null || remote != 0 || tokenFile != null) {
            throw new UserMistake(
                    "bad-option",
                    new Problem(
                            "--resume",
                            run.toString(),
                            "a resumed run goes on in its own directory with its own job, so nothing can be changed",
                            "Give --resume " + run + " alone, or start a new run"));
        }
    }
}
