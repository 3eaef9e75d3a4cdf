package io.cohort.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.FlatParameters.Slot;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.model.Mlp;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class FlatParametersTest {

    private static final DataSpec SPEC = new DataSpec(List.of(5L), Task.CLASSIFICATION, List.of("a", "b", "c"));

    private static Tensor zeros(ElementType type, long elements) {
        return torch.zeros(new long[] {elements}, new TensorOptions(type.scalarType()));
    }

    private static Mlp mlp() {
        return Seeds.drawing(1, () -> new Mlp(SPEC, List.of(7L)));
    }

    @Test
    void keepsTheValuesOfTheParameters() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = mlp();
            Tensor inputs = torch.rand(4, 5);
            Tensor before = model.forward(inputs).clone();

            try (FlatParameters flat = FlatParameters.of(
                    model, ElementType.FLOAT32, 1 << 20, 1, FlatParametersTest::zeros, FlatParametersTest::zeros)) {
                assertThat(torch.equal(model.forward(inputs), before)).isTrue();
                assertThat(flat.elements()).isEqualTo(5 * 7 + 7 + 7 * 3 + 3);
            }
        }
    }

    @Test
    void seesAnUpdateOfTheFlatMemoryInTheModule() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = mlp();
            try (FlatParameters flat = FlatParameters.of(
                    model, ElementType.FLOAT32, 1 << 20, 1, FlatParametersTest::zeros, FlatParametersTest::zeros)) {
                flat.buckets().forEach(bucket -> bucket.parameters().zero_());

                assertThat(model.forward(torch.rand(4, 5)).abs().sum().item_double())
                        .isZero();
            }
        }
    }

    @Test
    void cutsBucketsFromTheLastParameterToTheFirst() {
        try (PointerScope scope = new PointerScope()) {
            try (FlatParameters flat = FlatParameters.of(
                    mlp(), ElementType.FLOAT32, 200, 1, FlatParametersTest::zeros, FlatParametersTest::zeros)) {
                List<List<String>> names = flat.buckets().stream()
                        .map(b -> b.slots().stream().map(Slot::name).toList())
                        .toList();

                assertThat(names)
                        .containsExactly(
                                List.of("layer2.bias", "layer2.weight"),
                                List.of("layer1.bias"),
                                List.of("layer1.weight"));
            }
        }
    }

    @Test
    void beginsEveryParameterAtSixtyFourBytes() {
        try (PointerScope scope = new PointerScope()) {
            try (FlatParameters flat = FlatParameters.of(
                    mlp(), ElementType.FLOAT32, 1 << 20, 1, FlatParametersTest::zeros, FlatParametersTest::zeros)) {
                assertThat(flat.buckets().get(0).slots()).allMatch(slot -> slot.offset() * 4 % 64 == 0);
            }
        }
    }

    @Test
    void keepsNativeMemoryFlatOverManySteps() {
        try (PointerScope outer = new PointerScope()) {
            Mlp model = mlp();
            Tensor inputs = torch.rand(4, 5);
            try (FlatParameters flat = FlatParameters.of(
                    model, ElementType.FLOAT32, 1 << 20, 1, FlatParametersTest::zeros, FlatParametersTest::zeros)) {
                long[] live = IntStream.range(0, 50)
                        .mapToLong(step -> {
                            try (PointerScope scope = new PointerScope()) {
                                model.forward(inputs).sum().backward();
                            }
                            return OwnedMemory.livePointers();
                        })
                        .toArray();

                assertThat(live[49]).isEqualTo(live[1]);
            }
        }
    }
}
