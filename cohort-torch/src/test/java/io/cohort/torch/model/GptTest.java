package io.cohort.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class GptTest {

    private static final List<String> BYTES =
            IntStream.range(0, 256).mapToObj(String::valueOf).toList();

    private static DataSpec text(long context) {
        return new DataSpec(List.of(context), Task.LANGUAGE, BYTES);
    }

    private static ModelProvider.Recipe recipe(Object... keysAndValues) {
        Map<String, Object> section = new LinkedHashMap<>(Map.of("name", "gpt"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            section.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Sections.read(new ModelSection(), section, "model");
    }

    @Test
    void hasThreeMillionParametersUnlessToldOtherwise() {
        try (PointerScope scope = new PointerScope()) {
            long parameters = NamedTensors.parameters(recipe().build(text(128)).module()).values().stream()
                    .mapToLong(Tensor::numel)
                    .sum();

            assertThat(parameters).isEqualTo(3_323_392);
        }
    }

    @Test
    void seesNothingOfWhatComesLater() {
        try (PointerScope scope = new PointerScope()) {
            Model model =
                    Seeds.drawing(1, () -> recipe("width", 16, "layers", 2).build(text(6)));
            Tensor one = model.forward(ArrayTensors.of(new long[] {1, 2, 3, 4, 5, 6}, 1, 6));
            Tensor other = model.forward(ArrayTensors.of(new long[] {1, 2, 3, 9, 9, 9}, 1, 6));

            assertThat(torch.equal(one.narrow(1, 0, 3), other.narrow(1, 0, 3))).isTrue();
            assertThat(torch.equal(one.narrow(1, 3, 3), other.narrow(1, 3, 3))).isFalse();
        }
    }

    @Test
    void takesShorterSequencesThanItsContextAndNoLongerOnes() {
        try (PointerScope scope = new PointerScope()) {
            Model model = recipe("width", 16, "layers", 1, "context", 8).build(text(6));

            assertThat(model.forward(torch.zeros(2, 3).to(torch.ScalarType.Long))
                            .shape())
                    .containsExactly(2, 3, 256);
            assertThatThrownBy(() -> model.forward(torch.zeros(2, 9).to(torch.ScalarType.Long)))
                    .hasMessageContaining("9")
                    .hasMessageContaining("context of 8");
        }
    }

    @Test
    void beginsWithEveryTokenAboutEquallyLikely() {
        try (PointerScope scope = new PointerScope()) {
            Model model = Seeds.drawing(1, () -> recipe().build(text(16)));
            Tensor logs =
                    model.forward(torch.zeros(1, 16).to(torch.ScalarType.Long)).log_softmax(-1);

            assertThat(-logs.mean().item_double()).isBetween(Math.log(256) - 0.1, Math.log(256) + 0.1);
        }
    }

    @Test
    void refusesImages() {
        DataSpec images = new DataSpec(List.of(1L, 8L, 8L), Task.CLASSIFICATION, BYTES);

        assertThatThrownBy(() -> recipe().check(images))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("gpt")
                .hasMessageContaining("classification");
    }

    @Test
    void refusesAContextShorterThanTheDatas() {
        assertThatThrownBy(() -> recipe("context", 64).check(text(128)))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("64")
                .hasMessageContaining("Write model.context: 128");
    }

    @Test
    void refusesAWidthThatItsHeadsDoNotDivide() {
        assertThatThrownBy(() -> recipe("width", 30))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("width=30")
                .hasMessageContaining("Write width: 32");
    }

    @Test
    void isWhatModelsOfNumbersPointTo() {
        for (String name : List.of("linear", "mlp", "lenet", "resnet18")) {
            ModelProvider.Recipe other = Sections.read(new ModelSection(), Map.of("name", name), "model");

            assertThatThrownBy(() -> other.check(text(16)))
                    .isInstanceOf(UserMistake.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("gpt");
        }
    }
}
