package io.cohort.cli;

import io.cohort.bench.BenchModel;
import io.cohort.bench.TrainBench;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cohort bench train}. */
@Command(
        name = "train",
        description =
                "Measures how many samples a second are trained on: by one worker, by all workers without communication, and by all together.",
        footer = {
            "",
            "Examples:",
            "  cohort bench train --model mlp --workers 2 --batch 64 --peer ddp",
            "  cohort bench train --model gpt --workers 2 --batch 8 --json"
        })
final class BenchTrainCommand implements Callable<Integer> {

    /** How tensors are moved. */
    enum Transport {
        AUTO,
        SHM,
        TCP,
        GLOO
    }

    /** Whom ours is held against. */
    enum Peer {
        DDP
    }

    private final Cohort cohort;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description =
                    "lenet (21,840 parameters), mlp (784-2048-2048-10, 5.8 million) or gpt (3.3 million, 128 tokens).")
    BenchModel model = BenchModel.LENET;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "2", description = "Workers (default: 2).")
    int workers;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Samples of one worker in a step (default: 64).")
    int batch;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "0",
            description = "Steps of a turn (default: 0, for as many as take half a second).")
    int steps;

    @Option(
            names = "--transport",
            paramLabel = "T",
            defaultValue = "auto",
            description = "auto, shm, tcp or gloo (default: auto).")
    Transport transport = Transport.AUTO;

    @Option(
            names = "--peer",
            paramLabel = "PEER",
            description =
                    "ddp: libtorch's own data parallelism over Gloo, measured beside ours, by turns; none when absent.")
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
            defaultValue = "20",
            description = "About how long all turns take (default: 20).")
    int seconds;

    BenchTrainCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        TrainBench.Options options = new TrainBench.Options(
                model, workers, batch, steps, word(engine), word(transport), peer == null ? "" : word(peer), seconds);
        Console console = cohort.console();
        try (BenchView view = new BenchView(console, new TrainRateLines(console.look())::of)) {
            TrainBench.run(options, view);
        }
        return 0;
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
