package io.cohort.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.job.Job;
import io.cohort.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every job file here passes {@code cohort check}. */
class JobFilesTest {

    static List<Path> jobs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void checks(Path file) {
        Job job = Job.read(file, List.of());
        Training.prepare(job, Training.Options.DEFAULT);

        assertThat(job.name()).isEqualTo(file.getFileName().toString().replace(".yaml", ""));
    }
}
