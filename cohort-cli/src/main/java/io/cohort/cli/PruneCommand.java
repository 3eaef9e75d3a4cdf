package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.observe.Numbers;
import io.cohort.observe.RunPruning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort runs prune}. */
@Command(
        name = "prune",
        description = {
            "Deletes runs, oldest first. With several rules a run goes when every one of them says so. A run that is being written "
                    + "stays, and so does every folder that is not surely a run."
        },
        footer = {"", "Examples:", "  cohort runs prune --keep 10 --dry-run", "  cohort runs prune --older 30d --failed"
        })
final class PruneCommand implements Callable<Integer> {

    private final Cohort cohort;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Where the runs are (default: runs).")
    Path folder = Path.of("runs");

    @Option(names = "--keep", paramLabel = "N", description = "All but the newest N runs go.")
    @Nullable
    Integer keep;

    @Option(
            names = "--older",
            paramLabel = "AGE",
            converter = Age.class,
            description = "Runs go that ended longer ago, such as 30d, 12h or 45m.")
    @Nullable
    Duration older;

    @Option(names = "--failed", description = "Only runs go that failed.")
    boolean failed;

    @Option(names = "--dry-run", description = "Shows what would go, and deletes nothing.")
    boolean dryRun;

    PruneCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        RunPruning pruning = rules();
        List<RunPruning.Pruned> gone = new ArrayList<>();
        for (RunPruning.Pruned chosen : pruning.choose(folder, System.currentTimeMillis())) {
            if (dryRun || RunPruning.delete(chosen)) {
                gone.add(chosen);
            }
        }
        Console console = cohort.console();
        console.last("pruned", fields(gone));
        console.show(lines(gone));
        return 0;
    }

    private RunPruning rules() {
        if (keep == null && older == null && !failed) {
            throw mistake(
                    "runs prune",
                    null,
                    "needs a rule that says which runs go",
                    "Give --keep 10, --older 30d or --failed");
        }
        if (keep != null && keep < 0) {
            throw mistake("--keep", keep.toString(), "must be at least 0", "Write --keep 0 to keep none");
        }
        return new RunPruning(keep == null ? OptionalInt.empty() : OptionalInt.of(keep), older, failed);
    }

    private static UserMistake mistake(String place, @Nullable String value, String rule, String fix) {
        return new UserMistake("bad-option", new Problem(place, value, rule, fix));
    }

    private Map<String, Object> fields(List<RunPruning.Pruned> gone) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("dryRun", dryRun);
        fields.put("bytes", bytes(gone));
        fields.put(
                "runs", gone.stream().map(pruned -> RunFields.of(pruned.run())).toList());
        return fields;
    }

    private List<String> lines(List<RunPruning.Pruned> gone) {
        if (gone.isEmpty()) {
            return List.of("nothing to delete in " + folder);
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RUN", "JOB", "STARTED", "STATE", "SIZE"));
        for (RunPruning.Pruned pruned : gone) {
            rows.add(List.of(
                    String.valueOf(pruned.run().path().getFileName()),
                    pruned.run().name(),
                    RunFields.when(pruned.run().startedMs()),
                    pruned.run().state().word(),
                    Numbers.bytes(pruned.bytes())));
        }
        List<String> lines = new ArrayList<>(Columns.lines(rows));
        String runs = gone.size() == 1 ? "1 run" : gone.size() + " runs";
        lines.add((dryRun ? "would delete " : "deleted ") + runs + ", " + Numbers.bytes(bytes(gone)));
        return lines;
    }

    private static long bytes(List<RunPruning.Pruned> gone) {
        return gone.stream().mapToLong(RunPruning.Pruned::bytes).sum();
    }
}
