package io.cohort.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.error.Problem;
import io.cohort.core.error.RunFailed;
import io.cohort.core.error.RunInterrupted;
import io.cohort.core.error.UserMistake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorsTest {

    @Test
    void saysEveryProblemOnALineOfItsOwn() {
        Ran ran = report(new UserMistake(
                "bad-job",
                List.of(
                        new Problem("train.batch", "0", "must be at least 1", "Use 64"),
                        new Problem("model.name", "lent", "is not known", ""))));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err().lines())
                .containsExactly(
                        "error: train.batch=0: must be at least 1. Use 64", "error: model.name=lent: is not known");
    }

    @Test
    void namesTheRankAtFault() {
        Ran ran = report(new RunFailed("worker-lost", "rank 1 died", "Look at its log", 1, null), "train", "--json");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err().lines()).containsExactly("error: rank 1 died", "Look at its log");
        assertThat(ran.out().strip())
                .isEqualTo("{\"type\":\"error\",\"kind\":\"worker-lost\",\"message\":\"rank 1 died\","
                        + "\"fix\":\"Look at its log\",\"rank\":1,\"exit\":1}");
    }

    @Test
    void exitsWith130WhenInterrupted() {
        Ran ran = report(
                new RunInterrupted("stopped; checkpoint runs/a/checkpoints/step-5", "cohort train --resume runs/a"));

        assertThat(ran.exit()).isEqualTo(130);
        assertThat(ran.err()).contains("step-5", "--resume runs/a");
    }

    @Test
    void keepsTheStackTraceOfWhatNobodyForesawInAFile() throws IOException {
        Ran ran = report(new IllegalStateException("boom\nbang"), "train", "--json");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.last()).containsEntry("kind", "internal").containsEntry("exit", 1L);
        assertThat(ran.err()).doesNotContain("\tat ");
        assertThat(ran.err().lines())
                .hasSize(2)
                .first()
                .isEqualTo("error: unexpected IllegalStateException: boom bang");
        Path file = fileIn(ran.err());
        assertThat(file).content().contains("cohort train --json", "IllegalStateException: boom", "\tat ");
        Files.delete(file);
    }

    @Test
    void showsTheStackTraceWhenAsked() throws IOException {
        Ran ran = report(new StackOverflowError(), "train", "--log-level=debug");

        assertThat(ran.err()).contains("java.lang.StackOverflowError").contains("\tat ");
        Files.delete(fileIn(ran.err()));
    }

    private static Ran report(Throwable failure, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = new Errors(Ran.streams(out, err, false), List.of(args)).report(failure);
        return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static Path fileIn(String text) {
        Matcher matcher = Pattern.compile("report it with (\\S+\\.txt)").matcher(text);
        assertThat(matcher.find()).isTrue();
        return Path.of(matcher.group(1));
    }
}
