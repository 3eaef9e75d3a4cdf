package io.cohort.cli;

import io.cohort.bench.AllReduceBench;
import io.cohort.comm.TlsFiles;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.ByteSize;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cohort bench allreduce}. */
@Command(
        name = "allreduce",
        description = "Measures how long summing a tensor over all workers takes, beside a peer in the same run.",
        footer = {
            "",
            "Examples:",
            "  cohort bench allreduce --workers 2 --peer gloo",
            "  cohort bench allreduce --workers 4 --bytes 64KB,100MB --transport tcp --json",
            "  cohort bench allreduce --transport tcp --tls --peer tcp"
        })
final class BenchAllReduceCommand implements Callable<Integer> {

    /** How ours moves tensors. */
    enum Transport {
        SHM,
        TCP
    }

    /** Whom ours is held against. */
    enum Peer {
        GLOO,
        TCP
    }

    private final Cohort cohort;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "2", description = "Workers (default: 2).")
    int workers;

    @Option(
            names = "--bytes",
            split = ",",
            paramLabel = "SIZE",
            defaultValue = "4KB,64KB,1MB,16MB,100MB",
            description = "Sizes, with commas between (default: 4KB,64KB,1MB,16MB,100MB).")
    List<String> bytes = List.of();

    @Option(
            names = "--transport",
            paramLabel = "T",
            defaultValue = "shm",
            description = "shm or tcp: how ours moves tensors (default: shm).")
    Transport transport = Transport.SHM;

    @Option(
            names = "--tls",
            description = "With --transport tcp: encrypts, with certificates made for this run (see security.tls).")
    boolean tls;

    @Option(
            names = "--peer",
            paramLabel = "PEER",
            description = "gloo, or tcp, which is ours over sockets without TLS: what to measure beside, by turns;"
                    + " none when absent.")
    @Nullable
    Peer peer;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "processes",
            description = "processes or threads (default: processes).")
    BenchCommand.Place engine = BenchCommand.Place.PROCESSES;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "About how long each size is measured (default: 3).")
    int seconds;

    BenchAllReduceCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() throws IOException {
        try (TrialCertificates certificates = tls ? TrialCertificates.make() : null) {
            measure(certificates == null ? null : certificates.files());
        }
        return 0;
    }

    private void measure(@Nullable TlsFiles files) {
        AllReduceBench.Options options = new AllReduceBench.Options(
                workers,
                bytes.stream().map(BenchAllReduceCommand::size).toList(),
                word(transport),
                files,
                peer == null ? "" : word(peer),
                word(engine),
                seconds);
        Console console = cohort.console();
        AllReduceTable table = new AllReduceTable(peer != null, console.look());
        console.show(table.head(about(options), options.peer()));
        try (BenchView view = new BenchView(console, table::row)) {
            AllReduceBench.run(options, view);
        }
    }

    private static String about(AllReduceBench.Options options) {
        return "all-reduce of float32, " + options.workers() + " workers (" + options.engine() + "), "
                + options.transport() + (options.tls() == null ? "" : " with TLS")
                + (options.peer().isEmpty() ? "" : ", beside " + options.peer());
    }

    private static long size(String written) {
        return ByteSize.parse(written.strip())
                .orElseThrow(() -> new UserMistake(
                        "bad-option",
                        new Problem(
                                "--bytes",
                                written,
                                "must be a size in bytes, such as 65536, 64KB or 1.5MB",
                                "Write --bytes 64KB,1MB")));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
