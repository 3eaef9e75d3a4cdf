package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohort.core.error.UserMistake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSyntaxTest {

    @TempDir
    private Path folder;

    private UserMistake mistake(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("digits.yaml"), content);
        return catchThrowableOfType(UserMistake.class, () -> Job.read(file, List.of()));
    }

    private UserMistake mistake(String content) throws IOException {
        return mistake(content.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: 1\\nb: 2\\na: 3    | 3:1 a  | the key is given twice, first in line 1",
                "a: {b: 1, b: 2}       | 1:11 b | the key is given twice, first in line 1",
                "a: &x 1\\nb: *x       | 2:4    | aliases are not taken",
                "a: !!str x            | 1:4    | tags such as !tag:yaml.org,2002:str are not taken",
                "a: 1\\n---\\nb: 2     | 3:1    | a second document begins here; a job is one",
                "- a\\n- b             | 1:1    | must be a mapping of keys to values",
                "just words            | 1:1    | must be a mapping of keys to values",
                "a:\\n\\tb: 1          | 2:1    | is no YAML: a tab stands where spaces must",
                "a: [1, 2              | 1:9    | is no YAML: ",
                "a: \"unfinished       | 1:15   | is no YAML: ",
                "a: b: c               | 1:5    | is no YAML: mapping values are not allowed here",
                "a:\\n  b: 1\\n c: 2   | 3:2    | is no YAML: ",
            })
    void refusesWhatIsNoJobWithItsPlace(String yaml, String place, String rule) throws IOException {
        UserMistake mistake = mistake(yaml.replace("\\n", "\n").replace("\\t", "\t"));

        assertThat(mistake.kind()).isEqualTo("job-syntax");
        assertThat(mistake.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place()).isEqualTo(folder.resolve("digits.yaml") + ":" + place);
            assertThat(problem.rule()).startsWith(rule);
        });
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        for (String empty : List.of("", "\n", "# nothing\n", "---\n", "null\n")) {
            assertThat(mistake(empty).getMessage()).as(empty).contains("must be a mapping of keys to values");
        }
    }

    @Test
    @Timeout(5)
    void refusesAFileThatWouldGrowWithoutEnd() throws IOException {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(mistake(laughs.toString()).problems().get(0).place()).endsWith("digits.yaml:2:10");
    }

    @Test
    @Timeout(5)
    void refusesWhatNestsTooDeep() throws IOException {
        assertThat(mistake("a: " + "[".repeat(500_000)).getMessage()).contains("nests more than 32 deep");
        assertThat(mistake("{a: ".repeat(200_000)).getMessage()).contains("nests more than 32 deep");
    }

    @Test
    void refusesALargeFile() throws IOException {
        assertThat(mistake("#".repeat((1 << 20) + 1)).getMessage()).contains("is larger than 1 MB");
    }

    @Test
    void refusesWhatIsNoUtf8() throws IOException {
        assertThat(mistake(new byte[] {'a', ':', ' ', (byte) 0xff}).getMessage())
                .contains("is no UTF-8 text");
    }

    @Test
    void takesAByteOrderMark() throws IOException {
        assertThat(mistake("\uFEFFdata: {name: digits}\nmodel: lenet\n")).isNull();
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path file = folder.resolve("digits.yml");
        UserMistake mistake = catchThrowableOfType(UserMistake.class, () -> Job.read(file, List.of()));

        assertThat(mistake.kind()).isEqualTo("no-such-file");
        assertThat(mistake.exitCode()).isEqualTo(2);
        assertThat(mistake).hasMessageContaining(file.toString()).hasMessageContaining("there is no such file");
    }

    @Test
    void namesAFolderThatIsNoFile() {
        UserMistake mistake = catchThrowableOfType(UserMistake.class, () -> Job.read(folder, List.of()));

        assertThat(mistake.kind()).isEqualTo("no-such-file");
        assertThat(mistake).hasMessageContaining("is a folder, not a file");
    }

    @Test
    void refusesHalfACharacter() throws IOException {
        assertThat(mistake("data: {name: \"a\\uD83Db\"}\nmodel: lenet\n").getMessage())
                .contains("digits.yaml:1:14 data.name=", "must be whole characters");
    }

    @Test
    void readsValuesAsTheyWereWritten() throws IOException {
        Path file = Files.writeString(
                folder.resolve("digits.yaml"),
                """
                name: 007
                data: {name: "null", label: 0.20, images: 'a b.gz'}
                model: {name: mlp, hidden: 1_000, dropout: .5}
                train: {lr: 1e-3, shuffle: False, metrics: [yes, 1, "#"]}
                parallel: {timeout: 1.5h, bucket: 64kb}
                """);
        Job job = Job.read(file, List.of());

        assertThat(job.name()).isEqualTo("007");
        assertThat(job.section(Trial.Data.class).name()).isEqualTo("null");
        assertThat(job.section(Trial.Data.class).label()).contains("0.20");
        assertThat(job.section(Trial.Data.class).images()).contains(folder.resolve("a b.gz"));
        assertThat(job.section(Trial.Model.class)).isEqualTo(new Trial.Model("mlp", List.of(1000L), 0.5));
        assertThat(job.section(Trial.Train.class).lr()).isEqualTo(0.001);
        assertThat(job.section(Trial.Train.class).shuffle()).isFalse();
        assertThat(job.section(Trial.Train.class).metrics()).containsExactly("yes", "1", "#");
        assertThat(job.section(Trial.Parallel.class).timeout()).isEqualTo(Duration.ofMinutes(90));
        assertThat(job.section(Trial.Parallel.class).bucket()).isEqualTo(65_536);
        assertThat(Job.parse(job.toYaml(), Path.of("/"), List.of())).isEqualTo(job);
    }
}
