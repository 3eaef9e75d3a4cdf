package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunFailed;
import io.cohort.core.event.Event;
import io.cohort.core.job.Job;
import io.cohort.observe.RunDirectory;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run's events carry beside their type. */
class RunEventsTest {

    @TempDir
    Path folder;

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    private void train(String... overrides) {
        Job job = Job.parse(
                """
                data: iris
                model: { name: mlp, hidden: [8] }
                optimizer: { lr: 0.1 }
                train: { epochs: 2, batch: 30 }
                parallel: { workers: 2, engine: threads }
                """,
                Path.of("").toAbsolutePath(),
                List.of(overrides));
        Training.prepare(job, new Training.Options(folder.resolve("run"), null, 0))
                .run(events::add, line -> {});
    }

    private List<Event> told(String type) {
        return events.stream().filter(event -> event.type().equals(type)).toList();
    }

    @Test
    void aCheckpointTellsHowManyBytesItHas() throws IOException {
        train();

        assertThat(told("checkpoint")).hasSize(2);
        for (Event event : told("checkpoint")) {
            Path path = folder.resolve("run").resolve((String) event.fields().get("path"));
            assertThat(event.number("bytes")).isEqualTo(bytesIn(path));
        }
    }

    private static double bytesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void aLossThatIsNoNumberBringsOneWarningThatSaysWhatToDo() {
        train("optimizer.lr=1000000", "train.epochs=20");

        assertThat(told("warning")).singleElement().satisfies(event -> {
            assertThat(event.rank()).isZero();
            assertThat(event.number("step")).isBetween(1.0, 80.0);
            assertThat((String) event.fields().get("message"))
                    .contains("loss of step ", "Lower optimizer.lr", "train.clip");
        });
    }

    @Test
    void aLossThatFallsBringsNoWarning() {
        train();

        assertThat(told("warning")).isEmpty();
    }

    @Test
    void anErrorIsKeptWithAllThatTheCommandSays() {
        RunFailed failed = null;
        try {
            train("model={class: " + Tired.class.getName() + "}");
        } catch (RunFailed e) {
            failed = e;
        }

        assertThat(failed).isNotNull();
        List<Event> kept = RunDirectory.open(folder.resolve("run")).events();
        assertThat(kept.get(kept.size() - 1).type()).isEqualTo("error");
        assertThat(kept.get(kept.size() - 1).fields())
                .containsEntry("kind", "worker-failed")
                .containsEntry("message", failed.getMessage())
                .containsEntry("fix", failed.fix())
                .containsEntry("rank", (long) failed.rank().orElseThrow())
                .containsEntry("exit", 1L);
    }

    /** A model that can be made and not be used. */
    public static final class Tired extends Module implements Model {

        public Tired(DataSpec data) {
            register_module("layer", new LinearImpl(data.inputElements(), data.outputs()));
        }

        @Override
        public Tensor forward(Tensor... inputs) {
            throw new IllegalStateException("too tired");
        }
    }

    @Test
    void aRunThatTheEngineRefusesLeavesNoDirectory() {
        assertThatThrownBy(() -> {
                    Job job = Job.parse(
                            "{data: iris, model: {name: mlp}, parallel: {workers: 2, engine: threads}}",
                            Path.of("").toAbsolutePath(),
                            List.of());
                    Training.prepare(job, new Training.Options(folder.resolve("run"), "127.0.0.1:0", 1))
                            .run(events::add, line -> {});
                })
                .hasMessageContaining("threads cannot join");
        assertThat(folder).isEmptyDirectory();
    }
}
