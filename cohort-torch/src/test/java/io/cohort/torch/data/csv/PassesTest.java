package io.cohort.torch.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.Encoding.Missing;
import io.cohort.torch.data.Normalisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How often a table that is larger than memory is read before the first step: once by the launcher, once by each worker. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells how many bytes a process has read")
class PassesTest {

    private static final Path COUNTERS = Path.of("/proc/self/io");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("many.csv");
        ManyRows.write(file, 8 << 20);
    }

    private DataSource source(Missing missing) {
        CsvOptions options = new CsvOptions(
                Optional.of("y"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(missing),
                Optional.empty(),
                List.of(),
                List.of());
        return new DataSource(new CsvSource(file, options, 0), null, null, 0.2, 0.1);
    }

    private static long bytesRead() throws IOException {
        return Files.readAllLines(COUNTERS).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .findFirst()
                .orElseThrow();
    }

    private interface Reading {
        void run();
    }

    private double passes(Reading reading) throws IOException {
        long before = bytesRead();
        reading.run();
        return (double) (bytesRead() - before) / Files.size(file);
    }

    @Test
    void theLauncherReadsItOnceAndAWorkerOnce() throws IOException {
        DataSource source = source(Missing.REFUSE);
        DataSplit[] opened = new DataSplit[1];

        assertThat(passes(() -> opened[0] = source.open(3))).isEqualTo(1, offset(0.3));
        assertThat(passes(() -> Normalisation.of(
                        source.openAgain(3, DataSource.Opened.of(opened[0])).train())))
                .isEqualTo(1, offset(0.3));
    }

    @Test
    void meansThatFillInCostTheLauncherOneMore() throws IOException {
        DataSource source = source(Missing.MEAN);
        DataSplit[] opened = new DataSplit[1];

        assertThat(passes(() -> opened[0] = source.open(3))).isEqualTo(2, offset(0.3));
        assertThat(passes(() -> Normalisation.of(
                        source.openAgain(3, DataSource.Opened.of(opened[0])).train())))
                .isEqualTo(1, offset(0.3));
    }
}
