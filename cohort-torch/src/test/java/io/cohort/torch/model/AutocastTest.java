package io.cohort.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.torch.ElementType;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.junit.jupiter.api.Test;

class AutocastTest {

    private static final DataSpec IMAGES = new DataSpec(List.of(1L, 8L, 8L), Task.CLASSIFICATION, List.of("a", "b"));

    private static Model lenet() {
        return Seeds.drawing(1, () -> new LeNet(IMAGES));
    }

    private static Tensor inputs() {
        return Seeds.drawing(2, () -> torch.randn(4, 1, 8, 8));
    }

    private static double difference(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item_double();
    }

    @Test
    void multipliesCoarselyAndGivesFloat32() {
        try (PointerScope scope = new PointerScope()) {
            Tensor outputs = new Autocast(lenet()).forward(inputs());

            assertThat(ElementType.of(outputs)).isEqualTo(ElementType.FLOAT32);
            assertThat(difference(outputs, lenet().forward(inputs()))).isBetween(1e-6, 1e-1);
        }
    }

    @Test
    void givesGradientsOfFloat32() {
        try (PointerScope scope = new PointerScope()) {
            Model model = new Autocast(lenet());
            model.forward(inputs()).sum().backward();

            assertThat(NamedTensors.parameters(model.module()).values())
                    .allSatisfy(parameter -> assertThat(ElementType.of(new Tensor(parameter.grad())))
                            .isEqualTo(ElementType.FLOAT32));
        }
    }

    @Test
    void composesOfItsLayers() {
        try (PointerScope scope = new PointerScope()) {
            Model model = new Autocast(lenet());
            Tensor x = inputs();
            for (Layer layer : model.layers()) {
                x = layer.forward(x);
            }

            assertThat(torch.equal(x, model.forward(inputs()))).isTrue();
        }
    }

    @Test
    void seesWeightsThatChanged() {
        try (PointerScope scope = new PointerScope()) {
            Model model = new Autocast(lenet());
            model.forward(inputs());
            NamedTensors.parameters(model.module())
                    .values()
                    .forEach(weight -> weight.set_data(torch.zeros_like(weight)));

            assertThat(difference(model.forward(inputs()), torch.zeros(4, 2))).isZero();
        }
    }

    @Test
    void leavesTheThreadAsItWas() {
        try (PointerScope scope = new PointerScope()) {
            Model model = new Autocast(lenet());
            model.forward(inputs());
            assertThatThrownBy(() -> model.forward(torch.zeros(1))).isInstanceOf(RuntimeException.class);

            assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isFalse();
        }
    }
}
