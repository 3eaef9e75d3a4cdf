package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.Event;
import io.cohort.core.timeline.RankRecord;
import io.cohort.core.timeline.StepTimes;
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
    void showsWhoWaitedForWhom() {
        String sentence = "rank 1 (worker-1 on node7, process 77) entered all-reduce #1841 3.2 s after the others;"
                + " it was in a 3.1 s garbage collection";
        try (RunDirectory directory = RunDirectory.open(run)) {
            directory.append(new Event(
                    "ranks",
                    4_400,
                    -1,
                    0,
                    Map.of(
                            "ranks",
                            List.of(
                                    new RankRecord(
                                                    1,
                                                    1_841,
                                                    4 << 20,
                                                    40_000_000,
                                                    3_500_000_000L,
                                                    12,
                                                    3_200_000_000L,
                                                    0,
                                                    new StepTimes(
                                                            4, 1_320_000_000, 760_000_000, 744_000_000, 186_000_000),
                                                    null)
                                            .fields("", "node7"),
                                    Map.of("rank", 0, "longestLate", sentence, "unseen", 7)))));
        }

        Ran shown = Ran.cohort("show", run.toString(), "--ranks");
        assertThat(shown.out())
                .containsSubsequence(
                        "RANK  OPERATIONS  BYTES",
                        "WAITED",
                        "AWAITED",
                        "GC PAUSES",
                        "1     1,841",
                        "4.0 MB",
                        "40 ms",
                        "3.5 s",
                        "12",
                        "3.2 s")
                .containsSubsequence(
                        "RANK  STEPS  A STEP  COMPUTING  COMMUNICATING  HIDDEN",
                        "1     4      330 ms  190 ms     186 ms         47 ms, 25 %")
                .contains(sentence)
                .contains("rank 0 did more than it could tell: 7 spans");
        assertThat(Ran.cohort("show", run.toString(), "--ranks", "--json")
                        .last()
                        .get("ranks"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .singleElement()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("pid", 77L)
                .containsEntry("awaitedMs", 3_500.0)
                .containsEntry("communicatingMs", 186.0)
                .containsEntry("hiddenMs", 46.5)
                .containsEntry("operations", 1_841L);
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
    void drawsWhatARunDid() throws IOException {
        try (RunDirectory directory = RunDirectory.open(run)) {
            for (int step = 10; step <= 50; step += 10) {
                Map<String, Object> fields =
                        Map.of("epoch", 1, "step", step, "loss", 10.0 / step, "samplesPerSecond", 9.0);
                directory.append(new Event("step", 5_000 + step, 1, 0, fields));
            }
            directory.append(new Event(
                    "confusion",
                    6_000,
                    0,
                    0,
                    Map.of("classes", List.of("a", "b"), "counts", List.of(List.of(3, 1), List.of(0, 5)))));
        }
        Ran ran = Ran.cohort("show", run.toString(), "--ranks");

        assertThat(ran.out())
                .containsSubsequence("loss of the batches", "1.0000 |", "0.2000 |#", "50 steps")
                .containsSubsequence("mistaken most often: a for b (1)", "RANK", "#.....");
        assertThat(ran.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(Ran.cohort("show", run.toString(), "--json").last())
                .containsEntry(
                        "confusion",
                        Map.of("classes", List.of("a", "b"), "counts", List.of(List.of(3L, 1L), List.of(0L, 5L))));
    }

    @Test
    void writesTheReportOfARunWhereItIsWanted() {
        Path html = folder.resolve("digits.html");

        assertThat(Ran.cohort("show", run.toString(), "--html", html.toString()).out())
                .contains("report", html.toString());
        assertThat(html).content().startsWith("<!DOCTYPE html>").contains("state done");
        Ran refused = Ran.cohort(
                "show", run.toString(), "--html", folder.resolve("no/such.html").toString(), "--json");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.last()).containsEntry("kind", "not-writable");
    }

    @Test
    void prunesWhatARuleSaysAndShowsIt() {
        Ran dry = Ran.cohort("runs", "prune", folder.toString(), "--keep", "0", "--dry-run");
        assertThat(dry.out()).containsSubsequence("digits-1", "done", "would delete 1 run, ");
        assertThat(run).exists();

        assertThat(Ran.cohort("runs", "prune", folder.toString(), "--failed").out())
                .startsWith("nothing to delete in ");
        assertThat(Ran.cohort("runs", "prune", folder.toString(), "--keep", "1").out())
                .startsWith("nothing to delete in ");

        Ran gone = Ran.cohort("runs", "prune", folder.toString(), "--older", "30d", "--json");
        assertThat(gone.exit()).isZero();
        assertThat(gone.last()).containsEntry("type", "pruned").containsEntry("dryRun", false);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void prunesNothingWithoutARuleThatItUnderstands() {
        assertThat(Ran.cohort("runs", "prune", folder.toString(), "--json").last())
                .containsEntry("kind", "bad-option")
                .hasEntrySatisfying("fix", fix -> assertThat(fix).asString().contains("--keep 10"));
        assertThat(Ran.cohort("runs", "prune", folder.toString(), "--older", "soon", "--json")
                        .last())
                .containsEntry("kind", "bad-option");
        assertThat(Ran.cohort("runs", "prune", folder.toString(), "--keep", "-1")
                        .exit())
                .isEqualTo(2);
        assertThat(run).exists();
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
