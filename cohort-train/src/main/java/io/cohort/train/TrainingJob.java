package io.cohort.train;

import io.cohort.core.error.RunInterrupted;
import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.torch.data.DataReader;
import io.cohort.torch.metric.Metric;
import io.cohort.torch.model.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A training job written in Java: the job file's keys, with short names for the usual ones. What is not set has the job file's default.
 *
 * <pre>{@code
 * Training.Result result = TrainingJob.named("digits")
 *         .data("digits")
 *         .model(MyNet.class)
 *         .set("optimizer.lr", 0.05)
 *         .epochs(10)
 *         .workers(2)
 *         .train();
 * }</pre>
 *
 * <p>Threading: one thread at a time.
 */
public final class TrainingJob {

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> metrics = new ArrayList<>();
    private final List<TrainingListener> listeners = new ArrayList<>();
    private @Nullable Path out;

    private TrainingJob() {}

    /** Begins a job; its name names the run directory. */
    public static TrainingJob named(String name) {
        return new TrainingJob().set("name", name);
    }

    /** A bundled data set. */
    public TrainingJob data(String name) {
        return set("data.name", name);
    }

    /** Data of your own: a public class with a public constructor without arguments; it may read further keys under {@code data}. */
    public TrainingJob data(Class<? extends DataReader> reader) {
        return set("data.class", reader.getName());
    }

    /** A model that comes with Cohort. */
    public TrainingJob model(String name) {
        return set("model.name", name);
    }

    /** A model of your own: it extends {@code Module} and has a public constructor that takes a {@code DataSpec}. */
    public TrainingJob model(Class<? extends Model> model) {
        return set("model.class", model.getName());
    }

    /** A figure of your own, beside the usual ones: a public class with a public constructor without arguments. May be given again. */
    public TrainingJob metric(Class<? extends Metric> metric) {
        metrics.add(metric.getName());
        return set("metrics.class", List.copyOf(metrics));
    }

    public TrainingJob epochs(int epochs) {
        return set("train.epochs", epochs);
    }

    /** Samples an update, of all workers together. */
    public TrainingJob batch(int samples) {
        return set("train.batch", samples);
    }

    public TrainingJob workers(int workers) {
        return set("parallel.workers", workers);
    }

    /** {@code threads} or {@code processes}. */
    public TrainingJob engine(String engine) {
        return set("parallel.engine", engine);
    }

    /**
     * Any key of the job file.
     *
     * @param path such as {@code optimizer.momentum}
     * @param value text, number, boolean, or a list or map of them
     */
    public TrainingJob set(String path, Object value) {
        Map<String, Object> at = values;
        String[] keys = path.split("\\.", -1);
        for (int i = 0; i < keys.length - 1; i++) {
            at = below(at, keys[i], path);
        }
        at.put(keys[keys.length - 1], value);
        return this;
    }

    /**
     * The job, checked.
     *
     * @throws io.cohort.core.error.UserMistake with every problem
     */
    public Job job() {
        return Job.of(values, Path.of("").toAbsolutePath());
    }

    /** The run directory itself, which must not exist yet; without it {@code runs/<name>-<time>}. */
    public TrainingJob into(Path run) {
        out = run;
        return this;
    }

    /** Hears how the run goes, and may stop it. May be given again. */
    public TrainingJob listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Hears every event of the run, as it stands in {@code events.jsonl}. */
    public TrainingJob onEvent(Consumer<Event> callback) {
        return listener(new TrainingListener() {
            @Override
            public void event(Event event, Control control) {
                callback.accept(event);
            }
        });
    }

    /** Trains it; only its listeners hear of it. See {@link Training#run} for what it throws. */
    public Training.Result train() {
        return train(EventSink.NONE, line -> {});
    }

    /** Trains it; see {@link Training#run}. */
    public Training.Result train(EventSink events, Consumer<String> log) {
        Training training = Training.prepare(job(), new Training.Options(out, null, 0));
        Callbacks callbacks = new Callbacks(listeners, training::requestStop);
        EventSink all = event -> {
            events.accept(event);
            callbacks.accept(event);
        };
        try {
            Training.Result result = training.run(all, log);
            callbacks.throwIfFailed();
            return result;
        } catch (RunInterrupted stopped) {
            callbacks.throwIfFailed();
            throw stopped;
        }
    }

    @SuppressWarnings("unchecked") // only maps of our own making are put below
    private static Map<String, Object> below(Map<String, Object> map, String key, String path) {
        Object found = map.computeIfAbsent(key, k -> new LinkedHashMap<String, Object>());
        if (!(found instanceof LinkedHashMap)) {
            throw new IllegalArgumentException(path + " runs through " + key + ", which has the value " + found);
        }
        return (Map<String, Object>) found;
    }
}
