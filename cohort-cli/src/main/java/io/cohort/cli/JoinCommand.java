package io.cohort.cli;

import io.cohort.comm.TlsFiles;
import io.cohort.core.json.Json;
import io.cohort.engine.RemoteWorkers;
import io.cohort.observe.FieldTable;
import io.cohort.observe.RunEvents;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort join}. */
@Command(
        name = "join",
        description = "Brings workers of this host into a run that listens elsewhere, until it ends.",
        footer = {
            "",
            "Example:",
            "  there:  cohort train examples/digits.yaml --workers 4 --listen 10.0.0.1:4711 --remote 2",
            "  here:   cohort join 10.0.0.1:4711 --workers 2 --token-file token"
        })
final class JoinCommand implements Callable<Integer> {

    private final Cohort cohort;

    @Parameters(paramLabel = "HOST:PORT", description = "Where the run listens.")
    String launcher = "";

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1", description = "How many to bring (default: 1).")
    int workers;

    @Option(
            names = "--token-file",
            required = true,
            paramLabel = "F",
            description = "A copy of the file that the run named when it began to listen.")
    Path tokenFile = Path.of("");

    @Option(
            names = "--tls",
            paramLabel = "DIR",
            description = "This host's ca.pem, worker.pem and worker.key, where the run encrypts (security.tls).")
    @Nullable
    Path tls;

    JoinCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Console console = cohort.console();
        String announced =
                RemoteWorkers.join(launcher, workers, tokenFile, tls == null ? null : TlsFiles.in(tls), console::note);
        if (!announced.isEmpty()) {
            Map<String, Object> summary = new LinkedHashMap<>(Json.readMap(announced));
            summary.remove("type");
            console.last(RunEvents.SUMMARY, summary);
            console.show(FieldTable.ofRun(summary, console.look()));
        }
        return 0;
    }
}
