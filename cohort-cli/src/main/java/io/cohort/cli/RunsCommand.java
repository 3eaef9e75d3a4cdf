package io.cohort.cli;

import io.cohort.observe.Numbers;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cohort runs}. */
@Command(
        name = "runs",
        description = "Lists the runs of a folder, oldest first.",
        footer = {"", "Examples:", "  cohort runs", "  cohort runs prune --keep 10 --dry-run"})
final class RunsCommand implements Callable<Integer>, CommandGroup {

    private final Cohort cohort;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Where the runs are (default: runs).")
    Path folder = Path.of("runs");

    RunsCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public List<Object> commands() {
        return List.of(new PruneCommand(cohort));
    }

    @Override
    public Integer call() {
        Console console = cohort.console();
        List<RunInfo> runs = RunDirectory.list(folder).stream().map(RunInfo::of).toList();
        console.last("runs", Map.of("runs", runs.stream().map(RunFields::of).toList()));
        console.show(runs.isEmpty() ? List.of("no runs in " + folder) : table(runs));
        return 0;
    }

    private static List<String> table(List<RunInfo> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RUN", "JOB", "STARTED", "STATE", "ACCURACY", "EPOCHS", "TIME"));
        for (RunInfo run : runs) {
            rows.add(List.of(
                    String.valueOf(run.path().getFileName()),
                    run.name(),
                    RunFields.when(run.startedMs()),
                    run.state().word(),
                    run.accuracy() == null ? "" : Numbers.score(run.accuracy()),
                    Integer.toString(run.epochs()),
                    Numbers.span(run.seconds())));
        }
        return Columns.lines(rows);
    }
}
