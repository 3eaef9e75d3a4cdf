package io.cohort.torch.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables larger than the heap are read all the same, in a JVM that has no more. */
class LargerThanMemoryTest {

    @TempDir
    Path folder;

    @Test
    void readsATableAsLargeAsTheHeap() throws Exception {
        reads(12L << 20, "-Xmx12m");
    }

    @Test
    @Tag("long")
    void readsAGigabyteInHalfAGigabyte() throws Exception {
        reads(1L << 30, "-Xmx512m", "normalise");
    }

    private void reads(long bytes, String heap, String... args) throws IOException, InterruptedException {
        Path file = folder.resolve("many.csv");
        long rows = ManyRows.write(file, bytes);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ManyRows.class.getName(),
                file.toString()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("rows " + rows);
        Files.delete(file);
    }
}
