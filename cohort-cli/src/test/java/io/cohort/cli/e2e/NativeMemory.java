package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.cli.e2e.CohortProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;

/**
 * Runs whose workers' Java heaps are as large from the start as they will ever be, and all in memory, so that what changes of a process's resident
 * size is native memory.
 */
final class NativeMemory {

    private static final String FIXED_HEAP = "-XX:TieredStopAtLevel=1 -Xms64m -Xmx64m -XX:+AlwaysPreTouch";
    private static final Percentage PROMISED = Percentage.withPercentage(2);

    private NativeMemory() {}

    /** Two workers that train, measure and keep checkpoints all the time. */
    static CohortProcess start(Path folder, Path run, long steps, String transport) throws IOException {
        Path job = Files.writeString(
                folder.resolve("steady.yaml"),
                """
                data: { name: iris, test: 0.2 }
                model: { name: mlp, hidden: [64] }
                optimizer: { name: sgd, lr: 0.01, momentum: 0.9 }
                train: { epochs: 1000000, batch: 30 }
                checkpoint: { every: 1000 steps }
                parallel: { workers: 2, engine: processes }
                """);
        return CohortProcess.start(
                FIXED_HEAP,
                List.of(
                        "train",
                        job.toString(),
                        "--set",
                        "train.maxSteps=" + steps,
                        "--set",
                        "parallel.transport=" + transport,
                        "--out",
                        run.toString()));
    }

    /** Waits until both workers have measured themselves after so many steps. */
    static void awaitProbes(CohortProcess train, long step) throws InterruptedException {
        for (long rank = 0; rank < 2; rank++) {
            long wanted = rank;
            train.await("probe of rank " + rank, object -> isProbe(object, wanted, step));
        }
    }

    /** Holds each worker's resident size at the end against its own after so many steps. */
    static void assertKeptBy(Ended run, long fromStep) {
        for (long rank = 0; rank < 2; rank++) {
            long wanted = rank;
            List<Double> residentBytes = run.objects().stream()
                    .filter(object -> isProbe(object, wanted, fromStep))
                    .map(object -> (Double) object.get("residentBytes"))
                    .toList();
            assertThat(residentBytes).as("probes of rank " + rank).hasSizeGreaterThan(1);
            assertThat(residentBytes.get(residentBytes.size() - 1))
                    .as("resident bytes of rank %s: %s", rank, residentBytes)
                    .isCloseTo(residentBytes.get(0), PROMISED);
        }
    }

    private static boolean isProbe(Map<String, Object> object, long rank, long fromStep) {
        return "probe".equals(object.get("type"))
                && object.get("rank").equals(rank)
                && (Long) object.get("step") >= fromStep;
    }
}
