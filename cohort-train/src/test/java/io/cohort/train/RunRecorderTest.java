package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunFailed;
import io.cohort.core.event.Event;
import io.cohort.core.job.Job;
import io.cohort.observe.Observe;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunObservers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run directory that cannot be written must not hurt the engine's threads, and must not be kept quiet. */
class RunRecorderTest {

    @TempDir
    Path folder;

    private final List<Event> heard = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final AtomicInteger stops = new AtomicInteger();
    private RunDirectory directory;
    private RunRecorder recorder;

    @BeforeEach
    void makeARun() {
        Job job = Job.parse("{data: iris, model: {name: mlp}}", folder, List.of());
        directory = RunDirectory.create(job, folder.resolve("run").toString());
        recorder = new RunRecorder(
                directory, RunObservers.open(new Observe(List.of())), heard::add, lines::add, stops::incrementAndGet);
    }

    private void breakEvents() throws IOException {
        Files.createDirectory(folder.resolve("run/events.jsonl"));
    }

    private static Event event(String type) {
        return RunRecorder.ofLauncher(type, Map.of());
    }

    @Test
    void keepsAndPassesOnWhatItHears() {
        recorder.event(event("epoch"));
        recorder.log(1, "hello");

        recorder.requireWritten();
        assertThat(directory.events()).hasSize(1);
        assertThat(folder.resolve("run/logs/rank-1.log")).hasContent("hello");
        assertThat(heard).hasSize(1);
        assertThat(lines).containsExactly("[rank 1] hello");
        assertThat(stops).hasValue(0);
    }

    @Test
    void asksTheRunToStopOnceAndSaysWhyWhereItIsWaitedFor() throws IOException {
        breakEvents();

        recorder.event(event("epoch"));
        recorder.event(event("epoch"));
        recorder.log(0, "still heard");

        assertThat(stops).hasValue(1);
        assertThat(heard).hasSize(2);
        assertThat(lines).containsExactly("[rank 0] still heard");
        assertThatThrownBy(recorder::requireWritten)
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining(folder.resolve("run") + " cannot be written");
    }

    @Test
    void keepsTheCauseWhenTheErrorItselfCannotBeWritten() throws IOException {
        breakEvents();
        RunFailed cause = new RunFailed("worker-lost", "rank 1 was lost", "", 1, null);

        assertThatCode(() -> recorder.failed(cause)).doesNotThrowAnyException();
        assertThat(cause.getSuppressed()).singleElement().satisfies(e -> assertThat(e)
                .hasMessageContaining("cannot be written"));
    }

    @Test
    void tellsARankOfNobodyAsNull() {
        recorder.failed(new RunFailed("stopped", "over", ""));

        assertThat(directory.events().get(0).fields()).containsEntry("rank", null);
    }
}
