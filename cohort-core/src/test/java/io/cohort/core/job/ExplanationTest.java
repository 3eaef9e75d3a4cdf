package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {

    @TempDir
    Path folder;

    private Job job(String yaml, String... overrides) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), yaml);
        return Job.read(file, List.of(overrides));
    }

    private static Map<String, Explanation> byPath(Job job) {
        return job.explain().stream().collect(Collectors.toMap(Explanation::path, Function.identity()));
    }

    @Test
    void saysWhereEachGivenKeyStands() throws IOException {
        Map<String, Explanation> keys =
                byPath(job("data: digits\nmodel: { name: mlp, hidden: [3] }\ntrain:\n  batch: 8\n", "train.epochs=2"));

        assertThat(keys.get("train.batch").givenAt()).contains(folder.resolve("a.yaml") + ":4:10");
        assertThat(keys.get("data.name").givenAt()).contains(folder.resolve("a.yaml") + ":1:7");
        assertThat(keys.get("model.hidden").givenAt()).contains(folder.resolve("a.yaml") + ":2:29");
        assertThat(keys.get("train.epochs").givenAt()).contains("--set");
    }

    @Test
    void aKeyThatIsNotGivenHasItsDefault() throws IOException {
        Map<String, Explanation> keys = byPath(job("data: digits\nmodel: mlp\nparallel: { bucket: null }\n"));

        assertThat(keys.get("parallel.bucket").givenAt()).isEmpty();
        assertThat(keys.get("parallel.strategy.name").givenAt()).isEmpty();
        assertThat(keys.get("parallel.strategy.name").value()).isEqualTo("all-reduce");
        assertThat(keys.get("train.lr").line()).isEqualTo("Default.");
    }

    @Test
    void aValueOfAProgramIsGivenNowhereInParticular() {
        Job job = Job.of(Map.of("data", "digits", "model", "mlp", "train", Map.of("batch", 3)), Path.of("/jobs"));

        assertThat(job.givenAt("train.batch")).contains("");
        assertThat(byPath(job).get("train.batch").line()).isEqualTo("Given. Samples an update.");
    }

    @Test
    void explainsEveryKeyOfTheResolvedJob() throws IOException {
        Job job = job("data: digits\nmodel: mlp\ntrain: { layers: [relu, {name: linear, width: 4}] }\n");

        assertThat(job.explain().stream().map(Explanation::path))
                .doesNotHaveDuplicates()
                .contains("kind", "data.name", "train.layers.0.name", "train.layers.1.width", "train.metrics");
    }

    @Test
    void oneSentenceServesAllPlacesOfAList() throws IOException {
        Job job = job("data: digits\nmodel: mlp\ntrain: { layers: [relu, linear] }\n");

        assertThat(byPath(job).get("train.layers.1.width").meaning()).isEqualTo("The width of a layer.");
    }

    @Test
    void anAliasLendsTheSentencesOfAnotherMapping() throws IOException {
        Job job = job("data: { name: digits, test: { path: b.csv } }\nmodel: mlp\n");

        assertThat(byPath(job).get("data.test.path").meaning()).isEqualTo("The file.");
    }

    @Test
    void theExplainedFileReadsToTheSameJob() throws IOException {
        Job job = job("data: digits\nmodel: mlp\ntrain: { layers: [relu, {name: linear, width: 4}] }\n");
        String yaml = job.toExplainedYaml();

        assertThat(yaml).contains("  # Default. Samples an update.\n  batch: 64\n");
        assertThat(Job.parse(yaml, folder, List.of())).isEqualTo(job);
    }
}
