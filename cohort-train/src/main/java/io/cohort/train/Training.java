package io.cohort.train;

import io.cohort.core.error.CohortException;
import io.cohort.core.error.Problem;
import io.cohort.core.error.RunFailed;
import io.cohort.core.error.RunInterrupted;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.core.json.Json;
import io.cohort.engine.DirectoryArtifacts;
import io.cohort.engine.Engine;
import io.cohort.engine.Gang;
import io.cohort.engine.GangRun;
import io.cohort.engine.RemoteWorkers;
import io.cohort.observe.Observe;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunEvents;
import io.cohort.observe.RunObservers;
import io.cohort.observe.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a job's model on its workers: the launcher's side of {@code cohort train}.
 *
 * <p>Threading: {@link #run} blocks; {@link #requestStop} may be called by any thread, a signal handler too.
 */
public final class Training {

    /**
     * What a run needs beside its job.
     *
     * @param out the run directory itself, which must not exist; {@code null} for {@code runs/<name>-<time>}
     * @param listen {@code host:port} at which workers of other hosts join; {@code null} for none
     * @param remote how many of the workers join from other hosts
     * @param tokenFile holds the secret that they bring; {@code null} to make one
     * @param chaos faults to inject into the workers, as {@code --chaos} takes them: {@code slow:rank=1,factor=20}
     */
    public record Options(
            @Nullable Path out, @Nullable String listen, int remote, @Nullable Path tokenFile, List<String> chaos) {
        public static final Options DEFAULT = new Options(null, null, 0);

        public Options(@Nullable Path out, @Nullable String listen, int remote) {
            this(out, listen, remote, null, List.of());
        }

        public Options {
            chaos = List.copyOf(chaos);
        }

        /** Only with faults. */
        public static Options withChaos(List<String> chaos) {
            return new Options(null, null, 0, null, chaos);
        }
    }

    /**
     * What came of a run.
     *
     * @param run the run directory
     * @param summary the fields of the {@code summary} object, as {@code cohort train --json} prints them
     */
    public record Result(Path run, Map<String, Object> summary) {}

    private final Job job;
    private final Options options;
    private final @Nullable Path resume;
    private final JobCheck.Facts facts;
    private final Object lock = new Object();
    private @Nullable GangRun gang;
    private boolean stopRequested;

    private Training(Job job, Options options, @Nullable Path resume) {
        this.job = job;
        this.options = options;
        this.resume = resume;
        ChaosPlan.of(options.chaos, job);
        this.facts = JobCheck.check(job);
    }

    /**
     * Prepares a run: checks job, data and model; nothing is written yet.
     *
     * @throws UserMistake with what is wrong
     */
    public static Training prepare(Job job, Options options) {
        int workers = job.section(Parallel.class).workers();
        if (options.remote < 0 || options.remote > workers) {
            throw new UserMistake(
                    "option-invalid",
                    new Problem(
                            "--remote",
                            String.valueOf(options.remote),
                            "must lie between 0 and parallel.workers, which is " + workers,
                            "Write --remote " + workers));
        }
        if (options.tokenFile != null) {
            RemoteWorkers.requireToken(options.tokenFile);
        }
        return new Training(job, options, null);
    }

    /** Prepares to go on in a run with its own job, from its last checkpoint. */
    public static Training resume(Path run) {
        return resume(run, List.of());
    }

    /**
     * The same, with faults.
     *
     * @param chaos as in {@link Options}
     */
    public static Training resume(Path run, List<String> chaos) {
        try (RunDirectory directory = RunDirectory.open(run)) {
            if (directory.state() == RunState.DONE) {
                throw new UserMistake(
                        "run-complete",
                        new Problem(
                                "--resume",
                                run.toString(),
                                "is a run that has ended; there is nothing to go on with",
                                "Train again with a new run directory"));
            }
            return new Training(directory.job(), Options.withChaos(chaos), run);
        }
    }

    /** The job that is run. */
    public Job job() {
        return job;
    }

    /**
     * Trains to the end.
     *
     * @param events hears every event, from {@code started} to {@code summary}
     * @param log hears every line that a worker writes, with {@code [rank N] } in front
     * @throws RunFailed when a worker was lost or failed
     * @throws RunInterrupted after {@link #requestStop}; the last checkpoint is kept and named
     */
    public Result run(EventSink events, Consumer<String> log) {
        ResumePoint from = resume == null
                ? ResumePoint.START
                : ResumePoint.find(new DirectoryArtifacts(resume), resume.toString(), job);
        try (RunObservers observers = RunObservers.open(job.section(Observe.class))) {
            return run(from, observers, events, log);
        }
    }

    private Result run(ResumePoint from, RunObservers observers, EventSink events, Consumer<String> log) {
        try (RunDirectory directory = resume == null
                ? RunDirectory.create(job, options.out == null ? "" : options.out.toString())
                : RunDirectory.open(resume)) {
            RunRecorder recorder = new RunRecorder(directory, observers, events, log, this::requestStop);
            try (RunObservers watching = observers.begin(directory, recorder::event)) {
                return run(directory, from, recorder);
            } catch (UserMistake refused) {
                if (resume == null) {
                    directory.discard(); // the engine started nothing, so a mistake leaves nothing
                }
                throw refused;
            }
        }
    }

    private Result run(RunDirectory directory, ResumePoint from, RunRecorder recorder) {
        recorder.event(started(directory, from.checkpoint()));
        for (String refused : from.refused()) {
            recorder.event(RunRecorder.ofLauncher(
                    RunEvents.WARNING, Map.of("message", refused + "; going on from " + from.checkpoint())));
        }
        try {
            recorder.requireWritten();
            Map<String, Object> summary = train(directory, from.checkpoint(), recorder);
            directory.summary(summary);
            recorder.event(RunRecorder.ofLauncher(RunEvents.SUMMARY, summary));
            recorder.requireWritten();
            return new Result(directory.path(), summary);
        } catch (CohortException failed) {
            if (!(failed instanceof UserMistake)) {
                recorder.failed(failed);
            }
            throw failed;
        }
    }

    /** Asks the run to stop after its current step and to keep a checkpoint. */
    public void requestStop() {
        synchronized (lock) {
            stopRequested = true;
            if (gang != null) {
                gang.requestStop();
            }
        }
    }

    private Map<String, Object> train(RunDirectory directory, String from, RunRecorder recorder) {
        Parallel parallel = job.section(Parallel.class);
        Gang description = new Gang(
                job.name(),
                parallel.strategy().roles(parallel.workers()),
                TrainWorker.class,
                Json.write(new TrainPayload(job.toJson(), from, true, true, facts.opened(), options.chaos)),
                Parallel.engineOf(job),
                options.remote,
                options.listen == null ? "" : options.listen,
                options.tokenFile);
        long startNanos = System.nanoTime();
        try (GangRun run = Engine.named(parallel.engine().engine())
                .gang(description, recorder, new DirectoryArtifacts(directory.path()))) {
            synchronized (lock) {
                gang = run;
                if (stopRequested) {
                    run.requestStop();
                }
            }
            List<WorkerResult> results = await(run, recorder);
            if (results.get(0).interrupted()) {
                throw interrupted(directory, results.get(0));
            }
            Map<String, Object> summary = summary(directory, results, (System.nanoTime() - startNanos) / 1e9);
            run.announce(Json.write(summary));
            return summary;
        } finally {
            synchronized (lock) {
                gang = null;
            }
        }
    }

    private static List<WorkerResult> await(GangRun run, RunRecorder recorder) {
        List<String> results;
        try {
            results = run.await();
        } catch (RunFailed failed) {
            recorder.requireWritten(); // it is the cause
            throw failed;
        }
        recorder.requireWritten();
        return results.stream()
                .map(result -> Json.read(result, WorkerResult.class))
                .toList();
    }

    private Event started(RunDirectory directory, String from) {
        Parallel parallel = job.section(Parallel.class);
        TrainSettings settings = job.section(TrainSettings.class);
        long stepsPerEpoch = facts.stepsPerEpoch(settings.batch());
        long totalSteps = settings.totalSteps(stepsPerEpoch);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("run", directory.path().toString());
        fields.put("job", job.name());
        fields.put("kind", job.kind());
        fields.put("workers", parallel.workers());
        fields.put("engine", parallel.engine().engine());
        fields.put("strategy", parallel.strategyName());
        fields.put("epochs", settings.epochs());
        fields.put("stepsPerEpoch", stepsPerEpoch);
        fields.put("totalSteps", totalSteps);
        fields.put("samples", facts.trainingSamples());
        if (!from.isEmpty()) {
            fields.put("resumedFrom", from);
        }
        return RunRecorder.ofLauncher(RunEvents.STARTED, fields);
    }

    private Map<String, Object> summary(RunDirectory directory, List<WorkerResult> results, double seconds) {
        int different = WorkerResult.firstDifferent(results);
        if (different > 0) {
            throw new RunFailed(
                    "ranks-differ",
                    "rank " + different + " ended with other parameters than rank 0",
                    "A model that draws from libtorch's generator does so on threads; run it with parallel.engine: processes",
                    different,
                    null);
        }
        Parallel parallel = job.section(Parallel.class);
        WorkerResult first = results.get(0);
        long samples = results.stream().mapToLong(WorkerResult::samples).sum();
        double training =
                results.stream().mapToDouble(WorkerResult::seconds).max().orElse(seconds);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("run", directory.path().toString());
        summary.put("workers", parallel.workers());
        summary.put("engine", parallel.engine().engine());
        summary.put("strategy", parallel.strategyName());
        summary.put("epochs", first.epochs());
        summary.put("steps", first.steps());
        summary.put("samples", samples);
        summary.put("seconds", seconds);
        summary.put("samplesPerSecond", samples / training);
        summary.putAll(first.figures());
        summary.put(
                "bytesSent", results.stream().mapToLong(WorkerResult::bytesSent).sum());
        summary.put("parameters", first.parameters());
        summary.put("parametersSha256", first.parametersSha256());
        return summary;
    }

    private RunInterrupted interrupted(RunDirectory directory, WorkerResult result) {
        String checkpoint;
        try {
            checkpoint = new Checkpoints(new DirectoryArtifacts(directory.path()), Checkpoints.RUN, 1).newest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RunInterrupted(
                "stopped after step %s; %s is kept"
                        .formatted(result.steps(), directory.path().resolve(checkpoint)),
                "Go on with: cohort train --resume " + directory.path());
    }
}
