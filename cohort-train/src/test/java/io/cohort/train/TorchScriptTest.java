package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.ProcessGroup;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.core.job.Sections;
import io.cohort.torch.ElementType;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import io.cohort.torch.io.Predictor;
import io.cohort.torch.io.Safetensors;
import io.cohort.torch.loss.LossSection;
import io.cohort.torch.model.Model;
import io.cohort.torch.model.ModelProvider;
import io.cohort.torch.model.ModelSection;
import io.cohort.torch.optim.Sgd;
import io.cohort.train.Strategy.MicroBatch;
import io.cohort.train.Strategy.Update;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A module that PyTorch scripted, and numbers that PyTorch gives for it: see {@code fixtures/torchscript.py}. */
class TorchScriptTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures").toAbsolutePath();
    private static final Path SCRIPT = FIXTURES.resolve("torchscript.pt");
    private static final int STEPS = 10;
    private static final DataSpec DIGITS = new DataSpec(
            List.of(1L, 8L, 8L),
            Task.CLASSIFICATION,
            IntStream.range(0, 10).mapToObj(String::valueOf).toList());

    @TempDir
    Path folder;

    private static ModelProvider.Recipe recipe(Path file) {
        return Sections.read(new ModelSection(), Map.of("name", "torchscript", "path", file.toString()), "model");
    }

    private static Map<String, Tensor> numbers() {
        return Safetensors.read(FIXTURES.resolve("torchscript.safetensors"));
    }

    private static double difference(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item_double() / a.abs().max().item_double();
    }

    @Test
    void givesTheOutputsOfPyTorch() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGrad = new NoGradGuard()) {
            Model model = recipe(SCRIPT).build(DIGITS);
            model.module().eval();
            Map<String, Tensor> numbers = numbers();

            Tensor outputs = model.forward(numbers.get("sample/inputs"));

            assertThat(difference(numbers.get("sample/outputs"), outputs)).isLessThan(1e-6);
        }
    }

    @Test
    void trainsAsPyTorchDoes() {
        try (PointerScope scope = new PointerScope();
                ProcessGroup alone = Lone.group();
                Strategy strategy = new AllReduce(1 << 12, AllReduce.Where.EVERYWHERE)) {
            Map<String, Tensor> numbers = numbers();
            Model model = recipe(SCRIPT).build(DIGITS);
            strategy.prepare(
                    new Strategy.Subject(
                            model,
                            Sections.read(new LossSection(), Map.of(), "loss").forTask(Task.CLASSIFICATION),
                            new Sgd(0.9, false, 0),
                            ElementType.FLOAT32,
                            Optional.empty(),
                            false),
                    Lone.groups(alone));
            for (int step = 0; step < STEPS; step++) {
                Tensor inputs = numbers.get("batch/" + step + "/inputs");
                int size = (int) inputs.size(0);
                strategy.step(
                        List.of(new MicroBatch(inputs, numbers.get("batch/" + step + "/targets"), size)),
                        new Update(step + 1, size, 0.05));
            }
            Map<String, Tensor> ends = NamedTensors.parameters(model.module());

            assertThat(ends.keySet())
                    .containsExactlyInAnyOrder(
                            "conv.weight",
                            "conv.bias",
                            "norm.weight",
                            "norm.bias",
                            "inner.weight",
                            "inner.bias",
                            "out.weight",
                            "out.bias");
            ends.forEach((name, tensor) -> assertThat(difference(numbers.get("end/" + name), tensor))
                    .as(name)
                    .isLessThan(1e-5));
            assertThat(NamedTensors.buffers(model.module()).keySet())
                    .containsExactlyInAnyOrder(
                            "norm.running_mean", "norm.running_var", "norm.num_batches_tracked", "scale");
        }
    }

    /** A run's model directory holds all that is needed, and the script in it has the trained parameters. */
    @Test
    void isKeptTrainedAndWhole() throws IOException {
        Path script = Files.copy(SCRIPT, folder.resolve("net.pt"));
        Path run = train(script);
        Files.delete(script);
        Samples digits = DataSource.named("digits").openWhole(DIGITS, true);
        int[] some = {1, 20, 300};
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGrad = new NoGradGuard();
                Predictor predictor = Predictor.open(run.resolve("model"))) {
            Path kept = run.resolve("model/module.pt");
            Model again = recipe(kept).build(DIGITS);
            Map<String, Tensor> weights = Safetensors.read(run.resolve("model/weights.safetensors"));

            assertThat(Files.size(kept)).isLessThan(4 * Files.size(run.resolve("model/weights.safetensors")));
            NamedTensors.of(again.module()).forEach((name, tensor) -> assertThat(torch.equal(tensor, weights.get(name)))
                    .as(name)
                    .isTrue());
            assertThat(predictor.predict(digits.data(), some)).hasDimensions(3, 10);
            assertThat(difference(
                            Safetensors.read(run.resolve("model/weights.safetensors"))
                                    .get("conv.weight"),
                            NamedTensors.of(recipe(SCRIPT).build(DIGITS).module())
                                    .get("conv.weight")))
                    .isGreaterThan(1e-3);
        }
    }

    @Test
    void isKeptInFloat64WhenTrainedInIt() {
        Path run = train(SCRIPT, "train.precision=float64");
        try (Predictor predictor = Predictor.open(run.resolve("model"))) {
            Samples digits = DataSource.named("digits").openWhole(DIGITS, true);

            assertThat(predictor.predict(digits.data(), new int[] {1, 2})).hasDimensions(2, 10);
        }
    }

    private Path train(Path script, String... overrides) {
        Job job = Job.parse(
                """
                data: digits
                model: { name: torchscript, path: %s }
                optimizer: { lr: 0.05, momentum: 0.9 }
                train: { epochs: 2, batch: 64 }
                parallel: { workers: 2, engine: threads }
                """
                        .formatted(script),
                folder,
                List.of(overrides));
        Training.Result result = Training.prepare(job, new Training.Options(folder.resolve("run"), null, 0))
                .run(EventSink.NONE, line -> {});
        assertThat((Double) result.summary().get("accuracy")).isGreaterThan(0.8);
        return result.run();
    }

    @ParameterizedTest
    @CsvSource({
        "missing.pt, no-such-file, there is no such file",
        "text.pt, torchscript-invalid, is no scripted module",
        "weights.pt, torchscript-invalid, holds no scripted module",
    })
    void refusesWhatIsNoScript(String name, String kind, String rule) throws IOException {
        Files.writeString(folder.resolve("text.pt"), "not a zip archive");
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("weights.pt")))) {
            zip.putNextEntry(new ZipEntry("weights/data.pkl"));
        }

        assertThatThrownBy(() -> recipe(folder.resolve(name)).check(DIGITS))
                .isInstanceOfSatisfying(
                        UserMistake.class, mistake -> assertThat(mistake.kind()).isEqualTo(kind))
                .hasMessageContaining(name)
                .hasMessageContaining(rule);
    }

    @Test
    void refusesAnArchiveThatLibtorchCannotRead() throws IOException {
        byte[] bytes = Files.readAllBytes(SCRIPT);
        Path cut = folder.resolve("cut.pt");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> recipe(cut).check(DIGITS)).isInstanceOf(UserMistake.class);
        assertThatThrownBy(() -> recipe(cut).build(DIGITS))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("cut.pt")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void refusesDataThatTheScriptDoesNotTake() {
        try (PointerScope scope = new PointerScope()) {
            DataSpec twoClasses = new DataSpec(DIGITS.inputShape(), Task.CLASSIFICATION, List.of("a", "b"));
            DataSpec large = new DataSpec(List.of(1L, 28L, 28L), Task.CLASSIFICATION, DIGITS.classes());

            assertThatThrownBy(() -> recipe(SCRIPT).build(twoClasses))
                    .isInstanceOf(UserMistake.class)
                    .hasMessageContaining("[1, 10]")
                    .hasMessageContaining("asks for 2");
            assertThatThrownBy(() -> recipe(SCRIPT).build(large))
                    .isInstanceOf(UserMistake.class)
                    .hasMessageContaining("does not take inputs of shape [1, 1, 28, 28]");
        }
    }
}
