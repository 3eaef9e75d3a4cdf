package io.cohort.torch.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.job.Sections;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.DataSection;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.data.Samples;
import io.cohort.torch.io.CohortModel.Prediction;
import io.cohort.torch.model.Mlp;
import io.cohort.torch.model.Model;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CohortModelTest {

    private static final String TABLE =
            """
            id,length,colour,kind
            1,1.5,red,short
            2,2.5,blue,long
            3,,green,long
            4,0.5,red,short
            5,3.5,,long
            """;

    @TempDir
    Path folder;

    @Test
    void answersNumbersAsThePredictorAnswersTheData() {
        IndexedData iris = save(Map.of("name", "iris"));
        int[] samples = {0, 75, 149};
        double[][] expected = predicted(iris, samples);

        try (CohortModel model = CohortModel.load(folder)) {
            float[][] rows = IntStream.of(samples)
                    .mapToObj(i -> iris.rows(new int[] {i}).inputs())
                    .toArray(float[][]::new);
            List<Prediction> answers = model.predict(rows);
            for (int i = 0; i < samples.length; i++) {
                Prediction answer = answers.get(i);
                assertThat(answer.probabilities().values())
                        .containsExactlyElementsOf(
                                Arrays.stream(expected[i]).boxed().toList());
                assertThat(answer.probabilities().keySet())
                        .containsExactlyElementsOf(model.spec().classes());
                assertThat(answer.probabilities().get(answer.label())).isEqualTo(answer.value());
                assertThat(answer.value())
                        .isEqualTo(Arrays.stream(expected[i]).max().orElseThrow());
            }
            assertThat(model.predict(rows[1])).isEqualTo(answers.get(1));
            assertThat(model.predict(new float[0][])).isEmpty();
        }
    }

    @Test
    void answersColumnsAsThePredictorAnswersTheTable() throws IOException {
        IndexedData table = save(table());
        double[][] expected = predicted(table, new int[] {0, 1, 2, 3, 4});

        try (CohortModel model = CohortModel.load(folder.toString())) {
            List<Map<String, Object>> rows = List.of(
                    Map.of("id", 1, "length", 1.5, "colour", "red"),
                    Map.of("id", 2, "length", "2.5", "colour", " blue "),
                    Map.of("id", 3, "colour", "green", "kind", "long"),
                    Map.of("id", 4, "length", 0.5f, "colour", "red", "further", "passed over"),
                    Map.of("id", 5, "length", "3.5", "colour", "NA"));
            List<List<Double>> given = new ArrayList<>();
            model.predict(rows)
                    .forEach(p -> given.add(List.copyOf(p.probabilities().values())));
            assertThat(given)
                    .isEqualTo(Arrays.stream(expected)
                            .map(row -> Arrays.stream(row).boxed().toList())
                            .toList());
        }
    }

    @Test
    void predictsAValueForRegression() {
        Map<String, Object> section = new HashMap<>(table());
        section.put("label", "id");
        section.put("task", "regression");
        IndexedData table = save(section);

        try (CohortModel model = CohortModel.load(folder)) {
            Prediction answer = model.predict(Map.of("length", 1.5, "colour", "red", "kind", "short"));
            assertThat(answer.label()).isEmpty();
            assertThat(answer.probabilities()).isEmpty();
            assertThat(answer.value()).isEqualTo(predicted(table, new int[] {0})[0][0]);
        }
    }

    @Test
    void saysWhatIsWrongWithARow() {
        save(table());
        try (CohortModel model = CohortModel.load(folder)) {
            assertThatThrownBy(() -> model.predict(1f, 2f)).hasMessageContaining("row 0=2 values: the model takes 5");
            assertThatThrownBy(() -> model.predict(1, 1, 0, 0, Float.NaN)).hasMessageContaining("must be finite");
            assertThatThrownBy(() -> model.predict(Map.of("id", 1, "length", "far", "colour", "red")))
                    .hasMessageContaining("column length=far: this column takes numbers");
            assertThatThrownBy(() -> model.predict(Map.of("id", 1, "length", 1, "colour", "gren")))
                    .hasMessageContaining("the nearest one is green");
        }
    }

    @Test
    void asksForAColumnThatIsNotFilledIn() {
        Map<String, Object> section = new HashMap<>(table());
        section.put("missing", "drop");
        save(section);
        try (CohortModel model = CohortModel.load(folder)) {
            assertThatThrownBy(() -> model.predict(Map.of("id", 1, "lenght", 1, "colour", "red")))
                    .hasMessageContaining("column length=nothing", "is lenght meant for it?");
        }
    }

    @Test
    void aModelThatKnowsNoColumnsTakesNumbersOnly() {
        save(Map.of("name", "iris"));
        try (CohortModel model = CohortModel.load(folder)) {
            assertThatThrownBy(() -> model.predict(Map.of("length", 1))).hasMessageContaining("not trained on a table");
        }
    }

    @Test
    void loadsTheModelOfARun() throws IOException {
        save(Map.of("name", "iris"));
        Path run = Files.createDirectory(folder.resolve("run"));
        Path model = Files.createDirectory(run.resolve("model"));
        for (String file : List.of(ModelDirectory.MANIFEST, ModelDirectory.WEIGHTS)) {
            Files.move(folder.resolve(file), model.resolve(file));
        }

        try (CohortModel loaded = CohortModel.load(run)) {
            assertThat(loaded.spec().classes()).hasSize(3);
        }
        assertThatThrownBy(() -> CohortModel.load(folder)).hasMessageContaining("holds no manifest.json");
    }

    private Map<String, Object> table() {
        try {
            Path file = Files.writeString(folder.resolve("table.csv"), TABLE);
            return Map.of("format", "csv", "path", file.toString(), "label", "kind", "missing", "mean");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Opens data, and saves a model of fresh parameters for it. */
    private IndexedData save(Map<String, Object> section) {
        Samples train = Sections.read(new DataSection(), section, "").open(42).train();
        IndexedData data = train.data();
        DataSpec spec = data.spec();
        try (OwnedMemory memory = new OwnedMemory()) {
            Model model = memory.own(() -> Seeds.drawing(7, () -> new Mlp(spec, List.of(6L))));
            ModelDirectory.write(
                    file -> FileChannel.open(
                            folder.resolve(file),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE),
                    new ModelDirectory.Description(
                            Map.of("name", "mlp", "hidden", List.of(6L)), spec, Normalisation.of(train), 42),
                    model);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return data;
    }

    private double[][] predicted(IndexedData data, int[] samples) {
        try (Predictor predictor = Predictor.open(folder)) {
            return predictor.predict(data, samples);
        }
    }
}
