package io.cohort.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example as a user would: in a JVM of its own, in an empty directory. */
class OwnModelTest {

    private static final Pattern SAID = Pattern.compile("(\\S+own-model-[0-9-]+) has accuracy (0\\.[0-9]+)");

    @TempDir
    Path folder;

    @Test
    void trainsAModelOfItsOwnOnTwoWorkers() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dcohort.worker.jvm=-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnModel.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        Matcher result = SAID.matcher(said);
        assertThat(result.find()).as(said).isTrue();
        assertThat(Double.parseDouble(result.group(2))).isGreaterThan(0.9);
        assertThat(Path.of(result.group(1)).resolve("model/weights.safetensors"))
                .isNotEmptyFile()
                .startsWithRaw(folder.toRealPath());
    }

    @Test
    void isTheJobThatTheReadmeShows() throws IOException {
        Path root = Path.of("..");
        String readme = lines(Files.readString(root.resolve("README.md")));
        String source =
                lines(Files.readString(root.resolve("examples/src/main/java/io/cohort/examples/OwnModel.java")));
        String job = source.substring(source.indexOf("Training.Result result"), source.indexOf("}\n}"));

        assertThat(readme).contains(job.strip());
    }

    /** Indentation left out. */
    private static String lines(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
