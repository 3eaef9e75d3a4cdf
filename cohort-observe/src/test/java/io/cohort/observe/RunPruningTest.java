package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPruningTest {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    @TempDir
    Path folder;

    @BeforeEach
    void fourRunsADayApart() throws IOException {
        run("a", 1, "error", "worker-lost");
        run("b", 2, "summary", "");
        run("c", 3, "error", "worker-lost");
        run("d", 4, "summary", "");
    }

    private void run(String name, int day, String end, String kind) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("job.yaml"), "name: " + name + "\n");
        try (RunDirectory directory = RunDirectory.open(run)) {
            directory.append(new Event("started", day * DAY_MS, -1, 0, Map.of("job", name)));
            directory.append(new Event(end, day * DAY_MS, -1, 0, Map.of("kind", kind)));
            directory.log(0, "hello");
        }
        assertThat(run.resolve("job.yaml").toFile().setLastModified(day * DAY_MS))
                .isTrue();
    }

    private List<String> chosen(OptionalInt keep, Duration older, boolean failed) {
        return new RunPruning(keep, older, failed)
                .choose(folder, 5 * DAY_MS).stream()
                        .map(pruned -> pruned.run().path().getFileName().toString())
                        .toList();
    }

    @Test
    void chooseByNumberAgeAndEnd() {
        assertThat(chosen(OptionalInt.of(3), null, false)).containsExactly("a");
        assertThat(chosen(OptionalInt.of(9), null, false)).isEmpty();
        assertThat(chosen(OptionalInt.empty(), Duration.ofDays(2), false)).containsExactly("a", "b");
        assertThat(chosen(OptionalInt.empty(), null, true)).containsExactly("a", "c");
    }

    @Test
    void choosesOnlyWhatEveryRuleSays() {
        assertThat(chosen(OptionalInt.of(1), Duration.ofDays(1), true)).containsExactly("a", "c");
        assertThat(chosen(OptionalInt.of(2), null, true)).containsExactly("a");
    }

    @Test
    void deletesARunWithAllItsFilesAndNothingElse() throws IOException {
        Path outside = Files.writeString(folder.resolve("precious.txt"), "mine");
        Files.createSymbolicLink(folder.resolve("a/link"), outside);
        RunPruning.Pruned a = new RunPruning(OptionalInt.of(3), null, false)
                .choose(folder, 5 * DAY_MS)
                .get(0);

        assertThat(RunPruning.delete(a)).isTrue();
        assertThat(a.bytes()).isGreaterThan(100);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("b", "c", "d", "precious.txt");
        assertThat(outside).hasContent("mine");
    }

    @Test
    void leavesARunThatIsBeingWritten() {
        RunPruning.Pruned a = new RunPruning(OptionalInt.of(3), null, false)
                .choose(folder, 5 * DAY_MS)
                .get(0);
        try (RunDirectory writing = RunDirectory.open(folder.resolve("a"))) {
            writing.log(-1, "resumed");

            assertThat(chosen(OptionalInt.of(0), null, false)).containsExactly("b", "c", "d");
            assertThat(RunPruning.delete(a)).isFalse();
        }
        assertThat(folder.resolve("a/events.jsonl")).exists();
    }

    @Test
    void leavesWhatIsNotSurelyARun() throws IOException {
        Path own = Files.createDirectory(folder.resolve("my-project"));
        Files.writeString(own.resolve("job.yaml"), "data: digits\n");
        Path odd = Files.createDirectory(folder.resolve("odd"));
        Files.writeString(odd.resolve("job.yaml"), "data: digits\n");
        Files.writeString(odd.resolve("events.jsonl"), "{\"type\":\"step\",\"time\":1}\n");
        Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("b"));

        assertThat(chosen(OptionalInt.of(0), null, false)).containsExactlyInAnyOrder("a", "b", "c", "d");
    }
}
