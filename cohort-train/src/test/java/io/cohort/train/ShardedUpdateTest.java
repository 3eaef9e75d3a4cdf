package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.core.event.EventSink;
import io.cohort.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where parameters are updated changes no bit: neither of the model nor of a checkpoint. */
class ShardedUpdateTest extends RunsOnThreads {

    private static final String DIGITS =
            """
            data: digits
            model: { name: mlp, hidden: [24] }
            optimizer: { lr: 0.01 }
            train: { epochs: 2, batch: 50 }
            parallel: { workers: 2, engine: threads }
            """;

    private Training training(String out, String update, String... overrides) {
        return prepared(out, parsed(DIGITS, overrides).with("parallel.strategy.update=" + update));
    }

    private Object bits(String out, String update, String... overrides) {
        return training(out, update, overrides)
                .run(EventSink.NONE, line -> {})
                .summary()
                .get("parametersSha256");
    }

    @ParameterizedTest
    @CsvSource({
        "2, sgd, optimizer.momentum=0.9, shm",
        "3, sgd, optimizer.weightDecay=0.001, shm",
        "3, adamw, optimizer.lr=0.001, shm",
        "4, adam, optimizer.lr=0.001, tcp",
        "1, sgd, optimizer.momentum=0.9, auto",
        "2, adam, train.accumulate=3, shm",
        "2, adam, train.precision=float64, shm",
        "2, sgd, train.precision=bf16, shm",
        "2, adam, parallel.threads=2, shm",
        "2, adam, model.hidden=[1100], shm",
    })
    void givesTheSameBitsShardedAndEverywhere(int workers, String rule, String option, String transport)
            throws IOException {
        String[] job = {
            "parallel.workers=" + workers,
            "optimizer.name=" + rule,
            "parallel.transport=" + transport,
            "observe.trace=true",
            option
        };

        assertThat(bits("sharded", "sharded", job)).isEqualTo(bits("everywhere", "everywhere", job));
        if (workers > 1) {
            assertThat(trace("sharded")).contains("sharded-update");
            assertThat(trace("everywhere")).doesNotContain("sharded-update");
        }
    }

    private String trace(String run) throws IOException {
        return Files.readString(folder.resolve(run).resolve("trace.json"));
    }

    /** Over TCP, where an operation begins at once: the group's thread would write parameters under the worker's. */
    @Test
    void changesNoParameterWhileBackwardReadsThem() throws IOException {
        String[] wide = {
            "model.hidden=[700,700,700]", "parallel.transport=tcp", "train.maxSteps=12", "observe.trace=true"
        };
        bits("run", "sharded", wide);
        List<Map<String, Object>> spans = trace("run")
                .lines()
                .filter(line -> line.startsWith("{") && line.contains("\"ph\":\"X\""))
                .map(line -> Json.readMap(line.endsWith(",") ? line.substring(0, line.length() - 1) : line))
                .toList();
        List<Map<String, Object>> updates = spans.stream()
                .filter(span -> span.get("name").toString().startsWith("sharded-update"))
                .toList();

        assertThat(updates).hasSizeGreaterThan(12);
        for (Map<String, Object> backward : spans) {
            if (backward.get("name").equals("backward")) {
                assertThat(updates)
                        .noneMatch(update -> update.get("pid").equals(backward.get("pid"))
                                && begin(update) < begin(backward) + length(backward)
                                && begin(backward) < begin(update) + length(update));
            }
        }
    }

    private static double begin(Map<String, Object> span) {
        return ((Number) span.get("ts")).doubleValue();
    }

    private static double length(Map<String, Object> span) {
        return ((Number) span.get("dur")).doubleValue();
    }

    /** The best epoch's model is kept by rank 0, and read by all. */
    @Test
    void goesBackToTheBestEpochWithTheSameBits() throws IOException {
        String[] overfits = {"data.validation=0.3", "train.patience=1", "optimizer.lr=2", "optimizer.momentum=0.9"};

        assertThat(bits("sharded", "sharded", overfits)).isEqualTo(bits("everywhere", "everywhere", overfits));
        assertThat(Files.readAllBytes(state("sharded", "best")))
                .isEqualTo(Files.readAllBytes(state("everywhere", "best")));
    }

    @Test
    void keepsTheWholeStateInACheckpoint() throws IOException {
        String[] adam = {"optimizer.name=adam", "parallel.workers=3", "parallel.strategy.bucket=8KB"};
        bits("sharded", "sharded", adam);
        bits("everywhere", "everywhere", adam);

        assertThat(Files.readAllBytes(state("sharded", "checkpoints")))
                .isEqualTo(Files.readAllBytes(state("everywhere", "checkpoints")));
    }

    private Path state(String run, String where) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(run).resolve(where))) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }
    }

    @Test
    void goesOnWithTheSameBitsAfterAStop() {
        String[] adam = {"optimizer.name=adam", "train.epochs=3"};
        Object undisturbed = bits("whole", "everywhere", adam);
        Training stopped = training("stopped", "sharded", adam);
        AtomicReference<Training> running = new AtomicReference<>(stopped);
        assertThatThrownBy(() -> stopped.run(
                        event -> {
                            if (event.type().equals("epoch") && event.number("epoch") == 1) {
                                running.get().requestStop();
                            }
                        },
                        line -> {}))
                .hasMessageContaining("is kept");

        Training.Result resumed = Training.resume(folder.resolve("stopped")).run(EventSink.NONE, line -> {});

        assertThat(resumed.summary().get("parametersSha256")).isEqualTo(undisturbed);
    }

    @ParameterizedTest
    @CsvSource({
        "train.clip=1, norm of all gradients",
        "optimizer.name=lamb, each parameter as a whole",
        "parallel.algorithm=ring, a way to all-reduce",
    })
    void refusesWhatCannotBeSharded(String option, String reason) {
        assertThatThrownBy(() -> training("refused", "sharded", option))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("parallel.strategy.update")
                .hasMessageContaining(reason);
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"train.clip=1", "optimizer.name=lamb", "parallel.algorithm=ring"})
    void updatesEverywhereByItselfWhatCannotBeSharded(String option) throws IOException {
        Object auto = bits("auto", "auto", option, "observe.trace=true");

        assertThat(auto).isEqualTo(bits("everywhere", "everywhere", option));
        assertThat(trace("auto")).contains("all-reduce").doesNotContain("sharded-update");
    }
}
