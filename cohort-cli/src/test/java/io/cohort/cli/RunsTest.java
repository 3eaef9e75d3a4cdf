package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.Event;
import io.cohort.observe.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {

    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void aRunThatIsDone() throws IOException {
        run = Files.createDirectory(folder.resolve("digits-1"));
        Files.writeString(run.resolve("job.yaml"), "name: digits\n");
        try (RunDirectory directory = RunDirectory.open(run)) {
            directory.append(new Event("started", 1_000, -1, 0, Map.of("job", "digits", "epochs", 2)));
            directory.append(new Event("worker", 1_100, 1, 0, Map.of("pid", 77, "host", "node7")));
            directory.append(new Event(
                    "step",
                    2_000,
                    1,
                    0,
                    Map.of("epoch", 1, "step", 9, "loss", 0.5, "samples", 320, "samplesPerSecond", 1234.0)));
            directory.append(new Event("epoch", 3_000, 0, 0, Map.of("epoch", 2, "accuracy", 0.5)));
            directory.append(new Event("summary", 4_500, -1, 0, Map.of("accuracy", 0.975, "run", run.toString())));
        }
    }

    @Test
    void listsNameTimeStateAccuracyEpochsAndTime() {
        Ran ran = Ran.cohort("runs", folder.toString());

        assertThat(ran.exit()).isZero();
        assertThat(ran.out().lines()).hasSize(2);
        assertThat(ran.out()).containsSubsequence("RUN", "digits-1", "digits", "done", "0.9750", "2", "3.5 s");
    }

    @Test
    void listsAsOneObject() {
        assertThat(Ran.cohort("runs", folder.toString(), "--json").last().get("runs"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .singleElement()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("state", "done")
                .containsEntry("accuracy", 0.975)
                .containsEntry("seconds", 3.5);
    }

    @Test
    void showsARunAndItsRanks() {
        Ran ran = Ran.cohort("show", run.toString(), "--ranks");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .containsSubsequence("state", "done", "accuracy", "0.9750", "RANK", "77", "node7", "1,234");
        assertThat(Ran.cohort("show", run.toString(), "--json").last())
                .containsEntry("type", "run")
                .containsEntry("summary", Map.of("accuracy", 0.975, "run", run.toString()))
                .doesNotContainKey("ranks");
    }

    @Test
    void refusesWhatIsNoRun() {
        Ran ran = Ran.cohort("show", folder.toString(), "--json");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.last()).containsEntry("kind", "run-directory");
    }

    @Test
    void listsNothingWhereNothingIs() {
        assertThat(Ran.cohort("runs", folder.resolve("none").toString(), "--json")
                        .last())
                .containsEntry("runs", List.of());
    }
}
