package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small model of text, asked to go on. */
class PromptTest {

    @TempDir
    static Path folder;

    private static String run;

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run").toString();
        Files.writeString(folder.resolve("text.txt"), "abcdefgh".repeat(400));
        Path job = Files.writeString(
                folder.resolve("text.yaml"),
                """
                data: { format: text, path: text.txt, context: 8, test: 0.1 }
                model: { name: gpt, layers: 1, heads: 2, width: 16 }
                optimizer: { name: adamw, lr: 0.01 }
                train: { epochs: 6, batch: 16 }
                parallel: { workers: 2, engine: threads }
                """);
        Ran trained = Ran.cohort("train", job.toString(), "--out", run);
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).containsSubsequence("accuracy", "perplexity", "loss");
    }

    @Test
    void goesOnWithAText() {
        Ran said = Ran.cohort("predict", run, "--prompt", "abcd", "--bytes", "12", "--temperature", "0");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).isEqualTo("abcdefghabcdefgh" + System.lineSeparator());
    }

    @Test
    void saysToProgramsWhatItDrewAndNothingElse() {
        assertThat(Ran.cohort("predict", run, "--prompt", "cd", "--bytes", "3", "--top-k", "1", "--json")
                        .last())
                .containsEntry("type", "generation")
                .containsEntry("prompt", "cd")
                .containsEntry("text", "efg")
                .containsEntry("bytes", 3L);
    }

    @Test
    void saysTheSameForTheSameSeed() {
        String[] wild = {"predict", run, "--prompt", "a", "--temperature", "30", "--seed", "5"};

        String said = Ran.cohort(wild).out();

        assertThat(Ran.cohort(wild).out()).isEqualTo(said);
        assertThat(said).doesNotContain("abcdefghabcdefgh");
        wild[wild.length - 1] = "6";
        assertThat(Ran.cohort(wild).out()).isNotEqualTo(said);
    }

    @Test
    void tellsPerplexityWhereverFiguresStand() {
        Ran shown = Ran.cohort("show", run);

        assertThat(shown.out()).containsSubsequence("perplexity", "perplexity, held out");
        assertThat(Ran.cohort("show", run, "--json").last().get("summary").toString())
                .contains("perplexity=");
        Ran measured =
                Ran.cohort("evaluate", run, "--data", folder.resolve("text.txt").toString(), "--json");
        assertThat(measured.last()).containsKey("perplexity");
        assertThat(measured.err()).contains("perplexity");
        assertThat(folder.resolve("run/report.html")).content().contains("<span>perplexity</span>");
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        refused("bad-option", "--prompt", "a", "--bytes", "0");
        refused("bad-option", "--prompt", "a", "--temperature", "-1");
        refused("bad-option", "--prompt", "a", "--top-k", "-1");
        refused("bad-option", "--prompt", "a", "--data", "digits");
        refused("missing-option", "--data", "digits");
        refused("missing-option");
    }

    private static void refused(String kind, String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "predict";
        words[1] = run;
        System.arraycopy(options, 0, words, 2, options.length);
        words[words.length - 1] = "--json";

        Ran ran = Ran.cohort(words);

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.last()).containsEntry("kind", kind);
    }
}
