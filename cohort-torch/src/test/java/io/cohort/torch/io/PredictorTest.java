package io.cohort.torch.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import io.cohort.core.json.Json;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.ArrayData;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.DigitsData;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.IrisData;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import io.cohort.torch.loss.Loss;
import io.cohort.torch.loss.LossSection;
import io.cohort.torch.model.LeNet;
import io.cohort.torch.model.Mlp;
import io.cohort.torch.model.Model;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictorTest {

    private static final Samples DIGITS = Samples.all(new DigitsData().open(null));
    private static final Map<String, Object> LENET = Map.of("name", "lenet");
    private static final Normalisation NORMALISATION = new Normalisation(List.of(4.88), List.of(6.01));

    @TempDir
    Path folder;

    private final OwnedMemory memory = new OwnedMemory();
    private Model model;

    @BeforeEach
    void save() {
        model = memory.own(() -> Seeds.drawing(5, () -> new LeNet(DIGITS.data().spec())));
        write(LENET, DIGITS.data().spec(), NORMALISATION, model);
    }

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void givesTheProbabilitiesOfTheModelThatWasSaved() {
        int[] samples = {3, 1000, 3, 1796};
        try (Predictor predictor = Predictor.open(folder);
                PointerScope scope = new PointerScope()) {
            double[][] probabilities = predictor.predict(DIGITS.data(), samples);

            Tensor inputs = NORMALISATION.apply(DIGITS.data().batch(samples).inputs());
            double[] expected = ArrayTensors.doubles(torch.softmax(model.forward(inputs), 1));
            for (int i = 0; i < samples.length; i++) {
                assertThat(probabilities[i])
                        .containsExactly(Arrays.copyOfRange(expected, i * 10, i * 10 + 10), within(1e-6));
                assertThat(Arrays.stream(probabilities[i]).sum()).isCloseTo(1, within(1e-12));
            }
            assertThat(probabilities[0]).isEqualTo(probabilities[2]);
        }
    }

    @Test
    void moreSamplesThanABlockKeepTheirOrder() {
        try (Predictor predictor = Predictor.open(folder)) {
            double[][] all = predictor.predict(DIGITS.data(), DIGITS.numbers());

            assertThat(all).hasDimensions(1797, 10);
            assertThat(all[1500]).containsExactly(predictor.predict(DIGITS.data(), new int[] {1500})[0], within(1e-6));
            assertThat(predictor.predict(DIGITS.data(), new int[0])).isEmpty();
        }
    }

    @Test
    void predictingLeavesNoNativeMemoryBehind() {
        try (Predictor predictor = Predictor.open(folder)) {
            predictor.predict(DIGITS.data(), new int[] {0});
            long before = OwnedMemory.livePointers();
            predictor.predict(DIGITS.data(), DIGITS.numbers());

            assertThat(OwnedMemory.livePointers()).isEqualTo(before);
        }
    }

    @Test
    void closingGivesBackTheModel() {
        Predictor.open(folder).close();
        long before = OwnedMemory.livePointers();
        Predictor.open(folder).close();

        assertThat(OwnedMemory.livePointers()).isEqualTo(before);
    }

    @Test
    void theManifestSaysWhatTheModelIs() throws IOException {
        Map<String, Object> manifest = manifest();

        assertThat(manifest)
                .containsEntry("format", 1L)
                .containsEntry("seed", 5L)
                .containsEntry("model", LENET);
        assertThat(manifest.get("data"))
                .isEqualTo(Map.of(
                        "inputShape",
                        List.of(1L, 8L, 8L),
                        "task",
                        "classification",
                        "classes",
                        DIGITS.data().spec().classes()));
        assertThat(manifest.get("normalisation")).isEqualTo(Map.of("mean", List.of(4.88), "deviation", List.of(6.01)));
        try (PointerScope scope = new PointerScope()) {
            assertThat(manifest)
                    .containsEntry("parametersSha256", ParametersSha256.of(NamedTensors.of(model.module())));
        }
    }

    @Test
    void aModelOfDoublesPredictsInDoubles() {
        model.module().to(ScalarType.Double, false);
        write(LENET, DIGITS.data().spec(), NORMALISATION, model);
        try (Predictor predictor = Predictor.open(folder);
                PointerScope scope = new PointerScope()) {
            Tensor inputs = NORMALISATION.apply(
                    DIGITS.data().batch(new int[] {7}).inputs().to(ScalarType.Double));
            double[] expected = ArrayTensors.doubles(torch.softmax(model.forward(inputs), 1));

            assertThat(predictor.predict(DIGITS.data(), new int[] {7})[0]).containsExactly(expected, within(1e-14));
        }
    }

    @Test
    void aModelOfValuesGivesOneAValue() {
        DataSpec spec = new DataSpec(List.of(2L), Task.REGRESSION, List.of());
        Model mlp = memory.own(() -> Seeds.drawing(1, () -> new Mlp(spec, List.of(3L))));
        write(Map.of("name", "mlp", "hidden", List.of(3L)), spec, Normalisation.none(spec), mlp);
        ArrayData data = new ArrayData(spec, new float[] {1, 2, 3, 4}, new float[] {0.5f, 2});
        try (Predictor predictor = Predictor.open(folder);
                PointerScope scope = new PointerScope()) {
            double[] expected = ArrayTensors.doubles(
                    mlp.forward(data.batch(new int[] {0, 1}).inputs()));
            double[][] values = predictor.predict(data, new int[] {0, 1});

            assertThat(values).hasDimensions(2, 1);
            assertThat(values[1][0]).isCloseTo(expected[1], within(1e-6));
            Map<String, Object> figures = Evaluation.of(predictor, Samples.all(data));
            double error = (Math.pow(expected[0] - 0.5, 2) + Math.pow(expected[1] - 2, 2)) / 2;
            assertThat(figures).containsOnlyKeys("loss", "rmse", "r2", "samples");
            assertThat((double) figures.get("loss")).isCloseTo(error, within(1e-6));
            assertThat((double) figures.get("rmse")).isCloseTo(Math.sqrt(error), within(1e-6));
        }
    }

    @Test
    void theLossIsTheOneThatTrainingMeasures() {
        Samples some = new Samples(DIGITS.data(), new int[] {1, 5, 9, 700});
        Loss crossEntropy = Sections.read(new LossSection(), Map.of(), "loss").forTask(Task.CLASSIFICATION);
        try (Predictor predictor = Predictor.open(folder);
                PointerScope scope = new PointerScope()) {
            IndexedData.Batch batch = DIGITS.data().batch(some.numbers());
            Tensor outputs = model.forward(NORMALISATION.apply(batch.inputs()));

            Map<String, Object> figures = Evaluation.of(predictor, some);

            assertThat(figures).containsOnlyKeys("loss", "accuracy", "precision", "recall", "f1", "samples");
            assertThat((double) figures.get("loss"))
                    .isCloseTo(crossEntropy.sum(outputs, batch.targets()).item_double() / 4, within(1e-6));
            assertThat(figures).containsEntry("samples", 4);
        }
    }

    @Test
    void rejectsDataOfAnotherKind() {
        Samples iris = Samples.all(new IrisData().open(null));
        try (Predictor predictor = Predictor.open(folder)) {
            assertThatThrownBy(() -> Evaluation.of(predictor, iris))
                    .isInstanceOfSatisfying(
                            UserMistake.class, e -> assertThat(e.kind()).isEqualTo("data-mismatch"))
                    .hasMessageContaining("[1, 8, 8]");
        }
    }

    @Test
    void rejectsAFolderWithoutAModelAndNamesTheOneBelow() throws IOException {
        assertMistake(folder.resolve("none"), "no-such-model", "there is no such folder");
        Path run = Files.createDirectory(folder.resolve("run"));
        assertMistake(run, "no-such-model", "manifest.json");
        Files.createDirectory(run.resolve("model"));
        Files.copy(folder.resolve("manifest.json"), run.resolve("model/manifest.json"));
        assertMistake(run, "no-such-model", "Give " + run.resolve("model"));
    }

    @Test
    void rejectsMissingOrForeignWeights() throws IOException {
        Path weights = folder.resolve(ModelDirectory.WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertMistake(folder, "model-invalid", "another hash");
        Files.write(weights, Arrays.copyOf(bytes, 100));
        assertMistake(folder, "model-invalid", "no valid safetensors file");
        Files.delete(weights);
        assertMistake(folder, "model-invalid", "there is no such file");
    }

    @Test
    void rejectsWeightsOfAnotherModel() throws IOException {
        change(m -> with(m, "model", Map.of("name", "mlp", "hidden", List.of(50L))));
        assertMistake(folder, "model-invalid", "which the model does not have");
        change(m -> with(m, "model", LENET));
        change(m -> with(m, "data", with(data(m), "classes", List.of("a", "b"))));
        assertMistake(folder, "model-invalid", "fc2.bias as Float[10], but the model has it as Float[2]");
    }

    @Test
    void rejectsAManifestThatDoesNotHoldTogether() throws IOException {
        String whole = Files.readString(folder.resolve(ModelDirectory.MANIFEST));
        assertManifestRefused(m -> with(m, "format", 2L), "format 2");
        assertManifestRefused(m -> with(m, "model", Map.of("name", "lenett")), "lenet");
        assertManifestRefused(m -> with(m, "model", "lenet"), "model=lenet");
        assertManifestRefused(m -> with(m, "data", with(data(m), "task", "sorting")), "data.task=sorting");
        assertManifestRefused(
                m -> with(m, "data", with(data(m), "inputShape", List.of(1L << 20, 1L << 20))), "no shape of a sample");
        assertManifestRefused(m -> with(m, "data", with(data(m), "inputShape", List.of())), "does not fit");
        assertManifestRefused(
                m -> with(m, "normalisation", Map.of("mean", List.of(1.0), "deviation", List.of(0.0))), "above 0");
        assertManifestRefused(
                m -> with(m, "normalisation", Map.of("mean", List.of(1.0, 1.0), "deviation", List.of(1.0, 1.0))),
                "does not fit");
        assertManifestRefused(m -> with(m, "parametersSha256", 7L), "parametersSha256=7");
        Files.writeString(folder.resolve(ModelDirectory.MANIFEST), whole.substring(0, 40));
        assertMistake(folder, "model-invalid", "no JSON object");
    }

    private void assertManifestRefused(UnaryOperator<Map<String, Object>> change, String text) throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(ModelDirectory.MANIFEST));
        change(change);
        assertMistake(folder, "model-invalid", text);
        Files.write(folder.resolve(ModelDirectory.MANIFEST), whole);
    }

    private static void assertMistake(Path directory, String kind, String text) {
        assertThatThrownBy(() -> Predictor.open(directory))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(text);
    }

    private Map<String, Object> manifest() throws IOException {
        return Json.readMap(Files.readString(folder.resolve(ModelDirectory.MANIFEST)));
    }

    private void change(UnaryOperator<Map<String, Object>> change) throws IOException {
        Files.writeString(folder.resolve(ModelDirectory.MANIFEST), Json.write(change.apply(manifest())));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(Map<String, Object> manifest) {
        return (Map<String, Object>) manifest.get("data");
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private void write(Map<String, Object> section, DataSpec spec, Normalisation normalisation, Model written) {
        try {
            ModelDirectory.write(
                    name -> FileChannel.open(
                            folder.resolve(name),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE),
                    new ModelDirectory.Description(section, spec, normalisation, 5),
                    written);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
