package io.cohort.cli;

import io.cohort.core.job.Explanation;
import io.cohort.core.job.Job;
import io.cohort.train.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cohort check}. */
@Command(
        name = "check",
        description = "Checks a job, its data and its model without running it, and prints the job with all defaults.",
        footer = {
            "",
            "Examples:",
            "  cohort check examples/digits.yaml --set parallel.workers=4",
            "  cohort check examples/digits.yaml --explain"
        })
final class CheckCommand implements Callable<Integer> {

    private final Cohort cohort;

    @Mixin
    JobOptions jobOptions = new JobOptions();

    @Option(
            names = "--explain",
            description = "With a line above each key: whether it was given and where, and what it means.")
    boolean explain;

    CheckCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Job job = jobOptions.read("cohort check");
        Training.prepare(job, Training.Options.withChaos(jobOptions.chaos));
        Console console = cohort.console();
        if (explain) {
            job.explain().forEach(key -> console.object("key", fields(key)));
        }
        console.last("job", job.resolved());
        String yaml = explain ? job.toExplainedYaml() : job.toYaml();
        console.show(List.of(yaml.stripTrailing()));
        return 0;
    }

    private static Map<String, @Nullable Object> fields(Explanation key) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("key", key.path());
        fields.put("value", key.value());
        fields.put("given", key.givenAt().isPresent());
        fields.put("place", key.givenAt().orElse(""));
        fields.put("meaning", key.meaning());
        return fields;
    }
}
