package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.observe.FieldTable;
import io.cohort.observe.Look;
import io.cohort.observe.Reason;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunHistory;
import io.cohort.observe.RunInfo;
import io.cohort.observe.RunPicture;
import io.cohort.observe.RunReport;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort show}. */
@Command(
        name = "show",
        description = "Shows a run: how it stands, its figures and curves, and with --ranks what each worker did.",
        footer = {
            "",
            "Examples:",
            "  cohort show runs/digits-20260101-120000 --ranks",
            "  cohort show digits-20260101-120000 --html /tmp/digits.html"
        })
final class ShowCommand implements Callable<Integer> {

    private final Cohort cohort;

    @Parameters(paramLabel = "RUN", description = "A run directory, or its name below runs/.")
    Path run = Path.of("");

    @Option(names = "--ranks", description = "Shows each worker: its speed, who waited for whom, and when it was late.")
    boolean ranks;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes the report of a run as it stands to FILE, such as of one that goes on or was killed.")
    @Nullable
    Path html;

    ShowCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Path below = Path.of("runs").resolve(run);
        RunDirectory directory = RunDirectory.open(!Files.exists(run) && Files.exists(below) ? below : run);
        RunHistory history = RunHistory.of(directory);
        RunInfo info = RunInfo.of(directory);
        Optional<Path> report = report(directory);

        Console console = cohort.console();
        console.last("run", fields(info, history, report));
        console.show(text(info, history, report, console));
        return 0;
    }

    private Optional<Path> report(RunDirectory directory) {
        if (html == null) {
            return RunFields.report(directory.path());
        }
        try {
            RunReport.write(directory, html);
            return Optional.of(html.toAbsolutePath());
        } catch (UncheckedIOException e) {
            String rule = "cannot be written: " + Reason.of(Objects.requireNonNull(e.getCause()));
            throw new UserMistake(
                    "not-writable", new Problem("--html", html.toString(), rule, "Name a file that can be written"));
        }
    }

    private Map<String, Object> fields(RunInfo info, RunHistory history, Optional<Path> report) {
        Map<String, Object> fields = RunFields.of(info);
        fields.put("summary", history.summary());
        report.ifPresent(path -> fields.put("report", path.toString()));
        history.confusion().ifPresent(confusion -> fields.put("confusion", confusion));
        if (ranks) {
            fields.put("ranks", RankTables.fields(history));
        }
        return fields;
    }

    private List<String> text(RunInfo info, RunHistory history, Optional<Path> report, Console console) {
        Look look = console.look();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("run", info.path());
        head.put("job", info.name());
        head.put("started", RunFields.when(info.startedMs()));
        head.put("state", info.state().word());
        head.put("error", info.error());
        head.put("epochs done", info.epochs());
        head.put("steps done", history.progress().step());
        report.ifPresent(path -> head.put("report", path));
        List<String> lines = new ArrayList<>(FieldTable.lines(head, List.copyOf(head.keySet()), look));
        if (!history.summary().isEmpty()) {
            lines.add("");
            Map<String, Object> summary = new LinkedHashMap<>(history.summary());
            summary.keySet().removeAll(head.keySet()); // said above
            lines.addAll(FieldTable.ofRun(summary, look));
        }
        lines.addAll(RunPicture.lines(history, console.columns(), look));
        if (ranks) {
            lines.add("");
            lines.addAll(RankTables.lines(history, look));
        }
        return lines;
    }
}
