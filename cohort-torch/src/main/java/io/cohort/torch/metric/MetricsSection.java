package io.cohort.torch.metric;

import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import io.cohort.torch.internal.OwnClass;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the job's {@code metrics}: {@code topK}, and {@code class} with one class of one's own or several. */
public final class MetricsSection implements JobSection<Metrics> {

    private static final long MOST_K = 1_000_000;
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,60}");

    /** Names that events, summaries and evaluations use for something else. */
    private static final Set<String> TAKEN = Set.of(
            "accuracy",
            "bytesSent",
            "engine",
            "epoch",
            "epochs",
            "f1",
            "learningRate",
            "loss",
            "parameters",
            "parametersSha256",
            "perplexity",
            "precision",
            "r2",
            "recall",
            "rmse",
            "run",
            "samples",
            "samplesPerSecond",
            "seconds",
            "step",
            "steps",
            "strategy",
            "trainLoss",
            "type",
            "workers");

    @Override
    public String key() {
        return "metrics";
    }

    @Override
    public Class<Metrics> type() {
        return Metrics.class;
    }

    @Override
    public Metrics read(JobNode node) {
        List<Metric> metrics = new ArrayList<>();
        Set<String> names = new HashSet<>(TAKEN);
        node.integer("topK", 1, MOST_K)
                .ifPresent(k -> add(node, "topK", new TopAccuracy(k.intValue()), names, metrics));
        OwnClass.instances(node, Metric.class).forEach(metric -> add(node, "class", metric, names, metrics));
        return new Metrics(metrics);
    }

    private static void add(JobNode node, String key, Metric metric, Set<String> names, List<Metric> metrics) {
        if (!NAME.matcher(metric.name()).matches()) {
            node.problem(
                    key,
                    metric.getClass().getName() + " calls its figure " + metric.name()
                            + "; a name is a small letter, then letters and digits",
                    "Give it a name such as costOfMistakes");
        } else if (!names.add(metric.name())) {
            node.problem(
                    key,
                    metric.getClass().getName() + " calls its figure " + metric.name()
                            + ", which is the name of another",
                    "Give it a name of its own");
        } else {
            metrics.add(metric);
        }
    }
}
