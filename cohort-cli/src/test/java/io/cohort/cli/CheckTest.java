package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

    private static final Path DIGITS = Path.of("..", "examples", "digits.yaml");

    @TempDir
    Path folder;

    @Test
    void printsTheJobWithAllDefaults() {
        Ran ran = Ran.cohort("check", DIGITS.toString());

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("seed: 42", "nesterov: false", "timeout:", "keep: 3");
    }

    @Test
    void printsAJobThatChecksToItself() throws IOException {
        String first = Ran.cohort("check", DIGITS.toString()).out();
        Path written = Files.writeString(folder.resolve("digits.yaml"), first);

        assertThat(Ran.cohort("check", written.toString()).out()).isEqualTo(first);
    }

    @Test
    void appliesChangesInOrderAndOptionsLast() {
        Map<String, Object> job = Ran.cohort(
                        "check",
                        DIGITS.toString(),
                        "--set",
                        "seed=1",
                        "--set",
                        "seed=2",
                        "--workers",
                        "3",
                        "--engine",
                        "threads",
                        "--strategy",
                        "all-reduce",
                        "--json")
                .last();

        assertThat(job).containsEntry("type", "job").containsEntry("seed", 2L);
        assertThat(job.get("parallel").toString()).contains("workers=3", "engine=threads", "name=all-reduce");
    }

    @Test
    void explainsEachKeyWithItsOriginAndItsMeaning() throws IOException {
        Ran ran = Ran.cohort("check", DIGITS.toString(), "--explain", "--workers", "3");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(
                        "  # Given at " + DIGITS + ":26:10. Samples an update, of all workers together.\n  batch: 64\n")
                .contains("  # Given at --set. How many workers train together.\n  workers: 3\n")
                .contains("  # Default. How many checkpoints are kept, the newest.\n  keep: 3\n");
        Path written = Files.writeString(folder.resolve("explained.yaml"), ran.out());
        assertThat(Ran.cohort("check", written.toString()).out())
                .isEqualTo(
                        Ran.cohort("check", DIGITS.toString(), "--workers", "3").out());
    }

    @Test
    void explainsKeysThatTheJobItselfMakesUp() {
        Ran ran = Ran.cohort("check", DIGITS.toString(), "--explain", "--set", "loss.classWeights.7=2.5");

        assertThat(ran.out()).contains("    # Given at --set. What a sample of this class counts.\n    \"7\": 2.5\n");
    }

    @Test
    void explainsToProgramsOneKeyALine() {
        Ran ran = Ran.cohort("check", DIGITS.toString(), "--explain", "--json");

        assertThat(ran.objects())
                .anySatisfy(key -> assertThat(key)
                        .containsEntry("type", "key")
                        .containsEntry("key", "checkpoint.keep")
                        .containsEntry("value", 3L)
                        .containsEntry("given", false)
                        .containsEntry("place", ""))
                .noneSatisfy(key -> assertThat(key).containsEntry("meaning", ""));
        assertThat(ran.last()).containsEntry("type", "job");
    }

    @Test
    void writesNothing() throws IOException {
        Path job = Files.copy(DIGITS, folder.resolve("digits.yaml"));

        assertThat(Ran.cohort("check", job.toString()).exit()).isZero();
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(job);
        }
    }
}
