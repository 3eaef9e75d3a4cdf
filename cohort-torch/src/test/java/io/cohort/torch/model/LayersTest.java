package io.cohort.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.job.Sections;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every model that lists its layers keeps. */
class LayersTest {

    private static final List<String> NAMES =
            IntStream.range(0, 10).mapToObj(String::valueOf).toList();
    private static final DataSpec IMAGES = new DataSpec(List.of(3L, 8L, 8L), Task.CLASSIFICATION, NAMES);
    private static final DataSpec TEXT = new DataSpec(List.of(6L), Task.LANGUAGE, NAMES);

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(Map.of("name", "linear"), IMAGES, 1),
                Arguments.of(Map.of("name", "mlp", "hidden", List.of(5, 4)), IMAGES, 3),
                Arguments.of(Map.of("name", "lenet"), IMAGES, 4),
                Arguments.of(Map.of("name", "resnet18", "width", 4), IMAGES, 10),
                Arguments.of(Map.of("name", "gpt", "layers", 2, "heads", 2, "width", 8), TEXT, 4));
    }

    private static Model build(Map<String, Object> section, DataSpec data) {
        ModelProvider.Recipe recipe = Sections.read(new ModelSection(), section, "model");
        recipe.check(data);
        return Seeds.drawing(3, () -> recipe.build(data));
    }

    private static Tensor inputs(DataSpec data) {
        if (data.task() == Task.LANGUAGE) {
            return ArrayTensors.of(LongStream.range(0, 12).map(i -> i * i % 10).toArray(), 2, 6);
        }
        return Seeds.drawing(4, () -> torch.rand(2, 3, 8, 8));
    }

    @ParameterizedTest
    @MethodSource("models")
    void composeToForward(Map<String, Object> section, DataSpec data, int layers) {
        try (PointerScope scope = new PointerScope()) {
            Model model = build(section, data);
            model.module().eval();
            Tensor x = inputs(data);
            for (Model layer : model.layers()) {
                x = layer.forward(x);
            }

            assertThat(model.layers()).hasSize(layers);
            assertThat(torch.equal(x, model.forward(inputs(data)))).isTrue();
            assertThat(x.abs().sum().item_double()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void nameEveryTensorOnceByTheLayerThatHasIt(Map<String, Object> section, DataSpec data, int layers) {
        try (PointerScope scope = new PointerScope()) {
            Model model = build(section, data);
            Set<String> names = new TreeSet<>();
            for (Layer layer : model.layers()) {
                NamedTensors.of(layer.module()).keySet().forEach(name -> assertThat(
                                names.add(layer.name() + "." + name))
                        .isTrue());
            }

            assertThat(names).isEqualTo(NamedTensors.of(model.module()).keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void giveTheOutputsThatTheDataAsksFor(Map<String, Object> section, DataSpec data, int layers) {
        try (PointerScope scope = new PointerScope()) {
            Tensor outputs = build(section, data).forward(inputs(data));

            assertThat(outputs.numel()).isEqualTo(2 * data.targetsPerSample() * data.outputs());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void takeAnEmptyShare(Map<String, Object> section, DataSpec data, int layers) {
        try (PointerScope scope = new PointerScope()) {
            Model model = build(section, data);
            model.synchronise(tensor -> tensor.add_(tensor.new_ones(tensor.shape())));

            Tensor outputs = model.forward(inputs(data).narrow(0, 0, 0));
            outputs.sum().backward();

            assertThat(outputs.size(0)).isZero();
        }
    }
}
