package io.cohort.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code cohort bench}: what there is to measure. */
@Command(
        name = "bench",
        description = "Measures how fast Cohort is on this machine.",
        footer = {
            "",
            "Examples:",
            "  cohort bench allreduce --workers 2 --peer gloo",
            "  cohort bench train --model mlp --workers 2 --batch 64"
        })
final class BenchCommand implements CommandGroup {

    private final Cohort cohort;

    BenchCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    /** Where the workers of a benchmark run. */
    enum Place {
        PROCESSES,
        THREADS
    }

    @Override
    public List<Object> commands() {
        return List.of(new BenchAllReduceCommand(cohort), new BenchTrainCommand(cohort));
    }
}
