package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command on {@code docs/looking.md} does what it is there for. */
class LookingPageTest {

    private static final Pattern COMMAND = Pattern.compile("(?m)^\\./cohort ([^#\n]+)");

    @TempDir
    static Path folder;

    private static Path job;
    private int trained;

    @BeforeAll
    static void aRunToLookAt() throws IOException {
        job = Files.writeString(
                folder.resolve("iris.yaml"),
                """
                name: iris
                data: { name: iris, test: 0.2 }
                model: { name: mlp, hidden: [8] }
                train: { epochs: 2, batch: 30 }
                parallel: { workers: 1, engine: threads }
                """);
        assertThat(Ran.cohort("train", job.toString(), "--out", run().toString())
                        .exit())
                .isZero();
    }

    private static Path run() {
        return folder.resolve("runs/iris");
    }

    @Test
    void everyCommandRuns() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "looking.md"));
        List<String> commands =
                COMMAND.matcher(page).results().map(MatchResult::group).toList();

        assertThat(commands).hasSize(12);
        for (String command : commands) {
            Ran ran = Ran.cohort(here(command).toArray(String[]::new));
            assertThat(ran.exit()).as(command + "\n" + ran.err()).isZero();
        }
        assertThat(folder.resolve("digits.html")).exists();
        assertThat(run()).as("a young run that did not fail").exists();
        assertThat(folder.resolve("runs/1/tensorboard")).isNotEmptyDirectory();
        assertThat(folder.resolve("runs/3/trace.json")).isNotEmptyFile();
    }

    /** The same command, on the small job and the run of this test. */
    private List<String> here(String command) {
        List<String> words = new ArrayList<>();
        for (String word : command.strip().split(" +", -1)) {
            words.add(
                    switch (word) {
                        case "RUN" -> run().toString();
                        case "examples/digits.yaml" -> job.toString();
                        case "digits.html" -> folder.resolve(word).toString();
                        case "observe.prometheus=9400" -> "observe.prometheus=0";
                        default -> word;
                    });
        }
        words.remove(0);
        if (words.contains("train")) {
            words.addAll(List.of("--out", folder.resolve("runs/" + ++trained).toString()));
        }
        if (words.contains("runs")) {
            words.add(folder.resolve("runs").toString());
        }
        return words;
    }
}
