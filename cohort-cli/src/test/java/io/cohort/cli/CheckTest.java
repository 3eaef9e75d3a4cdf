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
    void writesNothing() throws IOException {
        Path job = Files.copy(DIGITS, folder.resolve("digits.yaml"));

        assertThat(Ran.cohort("check", job.toString()).exit()).isZero();
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(job);
        }
    }
}
