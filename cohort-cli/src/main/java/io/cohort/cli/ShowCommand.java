package io.cohort.cli;

import io.cohort.core.event.Event;
import io.cohort.observe.FieldTable;
import io.cohort.observe.Numbers;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunEvents;
import io.cohort.observe.RunInfo;
import io.cohort.observe.RunProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort show}. */
@Command(
        name = "show",
        description = "Shows a run: how it stands, its figures, and with --ranks what each worker did.",
        footer = {"", "Example:", "  cohort show runs/digits-20260101-120000 --ranks"})
final class ShowCommand implements Callable<Integer> {

    private final Cohort cohort;

    @Parameters(paramLabel = "RUN", description = "A run directory, or its name below runs/.")
    Path run = Path.of("");

    @Option(names = "--ranks", description = "Shows each worker.")
    boolean ranks;

    ShowCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Path below = Path.of("runs").resolve(run);
        RunDirectory directory = RunDirectory.open(!Files.exists(run) && Files.exists(below) ? below : run);
        List<Event> events = directory.events();
        RunInfo info = RunInfo.of(directory);
        RunProgress progress = new RunProgress();
        events.forEach(progress::accept);

        Console console = cohort.console();
        Map<String, Object> fields = RunFields.of(info);
        fields.put("summary", summary(events));
        if (ranks) {
            fields.put(
                    "ranks", progress.ranks().stream().map(ShowCommand::fields).toList());
        }
        console.last("run", fields);
        console.show(text(info, summary(events), progress, console));
        return 0;
    }

    /** The figures of the run's end; empty when it has not come. */
    private static Map<String, Object> summary(List<Event> events) {
        return events.stream()
                .filter(event -> event.type().equals(RunEvents.SUMMARY))
                .reduce((earlier, later) -> later)
                .map(Event::fields)
                .orElse(Map.of());
    }

    private List<String> text(RunInfo info, Map<String, Object> summary, RunProgress progress, Console console) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("run", info.path());
        head.put("job", info.name());
        head.put("started", RunFields.when(info.startedMs()));
        head.put("state", info.state().word());
        head.put("error", info.error());
        head.put("epochs done", info.epochs());
        head.put("steps done", progress.step());
        List<String> lines = new ArrayList<>(FieldTable.lines(head, List.copyOf(head.keySet()), console.look()));
        if (!summary.isEmpty()) {
            lines.add("");
            lines.addAll(FieldTable.lines(summary, FieldTable.RUN, console.look()));
        }
        if (ranks) {
            lines.add("");
            lines.addAll(rankTable(progress));
        }
        return lines;
    }

    private static List<String> rankTable(RunProgress progress) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RANK", "PROCESS", "HOST", "STEP", "SAMPLES", "LOSS", "SAMPLES/S"));
        for (RunProgress.Rank rank : progress.ranks()) {
            boolean stepped = !Double.isNaN(rank.samplesPerSecond());
            rows.add(List.of(
                    Integer.toString(rank.rank()),
                    rank.pid() == 0 ? "" : Long.toString(rank.pid()),
                    rank.host(),
                    Numbers.count(rank.step()),
                    Numbers.count(rank.samples()),
                    stepped ? Numbers.score(rank.loss()) : "",
                    stepped ? Numbers.count(rank.samplesPerSecond()) : ""));
        }
        return Columns.lines(rows);
    }

    private static Map<String, Object> fields(RunProgress.Rank rank) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rank", rank.rank());
        fields.put("pid", rank.pid());
        fields.put("host", rank.host());
        fields.put("step", rank.step());
        fields.put("samples", rank.samples());
        fields.put("loss", rank.loss());
        fields.put("samplesPerSecond", rank.samplesPerSecond());
        return fields;
    }
}
