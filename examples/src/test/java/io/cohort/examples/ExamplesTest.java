package io.cohort.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each example runs as a user would run it: a program of its own, with workers of its own, in a folder of its own. */
@Execution(ExecutionMode.CONCURRENT)
class ExamplesTest {

    private static final Pattern ACCURACY = Pattern.compile("accuracy[^0-9]*([01]\\.[0-9]+)");

    @TempDir
    Path folder;

    @Test
    void digitsLearnsAndReadsADigit() throws Exception {
        String said = run(Digits.class);

        assertThat(said).contains("epoch 8", "this is a 7");
        assertThat(accuracy(said)).isGreaterThan(0.9);
    }

    @Test
    void dataOfOnesOwnIsLearned() throws Exception {
        String said = run(OwnData.class);

        assertThat(accuracy(said)).isGreaterThan(0.9);
        assertThat(said).containsPattern("sure of what is right by 0\\.[6-9]");
    }

    @Test
    void aTextIsLearnedByHeart() throws Exception {
        assertThat(run(TextGeneration.class))
                .containsPattern("perplexity 1\\.")
                .containsPattern("This is the (house|malt|rat|cat|dog|cow|maiden|man|priest|cock|farmer|horse) ?")
                .contains("\nThat ");
    }

    @Test
    void aScriptedModuleIsTrainedFurtherAndKept() throws Exception {
        String said = run(Scripted.class);

        assertThat(accuracy(said)).isGreaterThan(0.9);
        Matcher module = Pattern.compile("for torch.jit.load: (\\S+)").matcher(said);
        assertThat(module.find()).as(said).isTrue();
        assertThat(Path.of(module.group(1))).isNotEmptyFile();
        assertThat(said).contains("an empty picture looks like a ");
    }

    /** The last accuracy that it said. */
    private static double accuracy(String said) {
        List<MatchResult> found = ACCURACY.matcher(said).results().toList();
        assertThat(found).as(said).isNotEmpty();
        return Double.parseDouble(found.get(found.size() - 1).group(1));
    }

    private String run(Class<?> example) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dcohort.worker.jvm=-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        example.getName()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
