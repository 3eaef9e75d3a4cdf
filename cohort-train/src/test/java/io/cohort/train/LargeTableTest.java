package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeTableTest {

    @TempDir
    Path folder;

    @Test
    @Tag("long")
    void aTableOfAGigabyteTrainsInHalfAGigabyteOfHeap() throws Exception {
        Path file = folder.resolve("large.csv");
        LargeTable.write(file, 1L << 30);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.nopointergc=true",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=4g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeTable.class.getName(),
                        file.toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).containsPattern("accuracy 0\\.[89]|accuracy 1\\.0");
    }
}
