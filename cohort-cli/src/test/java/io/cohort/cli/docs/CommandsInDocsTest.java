package io.cohort.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.cli.DocCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every {@code ./cohort} line of the documents is understood, and those of the README run. */
class CommandsInDocsTest {

    /** Commands of the README that need other hosts or a broken run; others try those. */
    private static final List<String> NOT_RUN_HERE = List.of("--listen", "join ", "--resume");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyCommandIsUnderstood() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Markdown document : Markdown.all()) {
            for (String command : document.commands()) {
                tests.add(DynamicTest.dynamicTest(
                        document.file().getFileName() + ": " + command,
                        () -> assertThat(DocCommands.parses(words(command))).isEmpty()));
            }
        }
        assertThat(tests).hasSizeGreaterThan(10);
        return tests.stream();
    }

    @Test
    void theCommandsOfTheReadmeRun() throws IOException {
        Path run = folder.resolve("run");
        run(List.of(
                "train",
                "../examples/digits.yaml",
                "--engine",
                "threads",
                "--set",
                "train.epochs=1",
                "--out",
                run.toString()));
        Map<String, String> here = Map.of(
                "RUN", run.toString(),
                "examples/digits.yaml", "../examples/digits.yaml",
                "predictions.csv", folder.resolve("predictions.csv").toString(),
                "my.yaml", folder.resolve("my.yaml").toString());
        List<String> ran = new ArrayList<>();
        for (String command : Markdown.read(Markdown.ROOT.resolve("README.md")).fencedCommands()) {
            if (NOT_RUN_HERE.stream().noneMatch(command::contains)) {
                run(shorter(
                        words(command).stream()
                                .map(word -> here.getOrDefault(word, word))
                                .toList(),
                        ran.size()));
                ran.add(words(command).get(0));
            }
        }
        assertThat(ran).contains("init", "check", "train", "verify", "runs", "doctor", "show", "evaluate", "predict");
        assertThat(Files.readAllLines(folder.resolve("predictions.csv"))).hasSize(1798);
    }

    /** The same command with less to do: one epoch on threads, into a folder that is thrown away. */
    private List<String> shorter(List<String> words, int number) {
        List<String> less = new ArrayList<>(words);
        if (words.get(0).equals("train") || words.get(0).equals("verify")) {
            less.addAll(List.of("--set", "parallel.engine=threads"));
        }
        if (words.get(0).equals("train")) {
            less.addAll(List.of(
                    "--set",
                    "train.epochs=1",
                    "--out",
                    folder.resolve("run" + number).toString()));
        }
        return less;
    }

    private static void run(List<String> words) {
        DocCommands.Said said = DocCommands.run(words);
        assertThat(said.exit()).as(words + "\n" + said.err()).isZero();
    }

    /** As a shell has them; what stands in double quotes is one word. */
    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .skip(1)
                .map(word -> word.group(1) == null ? word.group() : word.group(1))
                .toList();
    }
}
