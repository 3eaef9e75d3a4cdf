package io.cohort.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.OwnedMemory;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.model.GradientPlaces.Part;
import io.cohort.torch.model.GradientPlaces.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against libtorch's own gradients, in float64. */
class MlpLinearTest {

    private static final double CLOSE = 1e-12;
    private static final OwnedMemory MEMORY = new OwnedMemory();

    @AfterAll
    static void free() {
        MEMORY.close();
    }

    @ParameterizedTest(name = "n={0}, in={1}, out={2}")
    @CsvSource({"1, 1, 1", "3, 5, 4", "64, 30, 200", "7, 1, 9"})
    void writesTheGradientsThatLibtorchComputes(long n, long in, long out) {
        try (PointerScope scope = new PointerScope()) {
            MlpLinear linear = linear(in, out);
            Tensor plain = inputs(n, in);
            Tensor x = plain.detach().set_requires_grad(true);
            Tensor expected = pass(linear, plain);
            Places places = new Places();
            linear.writeGradients(places);
            Tensor y = pass(linear, x);

            assertThat(close(y, expected)).isTrue();
            assertThat(close(x.grad(), plain.grad())).isTrue();
            assertThat(places.of(linear.module().weight()).gradients)
                    .singleElement()
                    .matches(
                            gradient -> close(gradient, linear.module().weight().grad()));
            assertThat(places.of(linear.module().bias()).gradients)
                    .singleElement()
                    .matches(gradient -> close(gradient, linear.module().bias().grad()));
        }
    }

    @Test
    void addsToWhatIsNotFresh() {
        try (PointerScope scope = new PointerScope()) {
            MlpLinear linear = linear(5, 4);
            Places places = new Places();
            linear.writeGradients(places);
            Tensor x = inputs(3, 5);
            pass(linear, x);
            pass(linear, x);

            for (Tensor parameter :
                    List.of(linear.module().weight(), linear.module().bias())) {
                List<Tensor> gradients = places.of(parameter).gradients;
                assertThat(gradients).hasSize(2);
                assertThat(close(gradients.get(1), gradients.get(0).add(gradients.get(0))))
                        .isTrue();
            }
        }
    }

    @Test
    void takesDataForInputs() {
        try (PointerScope scope = new PointerScope()) {
            MlpLinear linear = linear(5, 4);
            Tensor data = inputs(3, 5).detach();
            pass(linear, data);
            Places places = new Places();
            linear.writeGradients(places);
            pass(linear, data);

            assertThat(close(
                            places.of(linear.module().weight()).gradients.get(0),
                            linear.module().weight().grad()))
                    .isTrue();
            assertThat(data.grad().defined()).isFalse();
        }
    }

    @Test
    void outlivesACollectionBetweenForwardAndBackward() {
        try (PointerScope scope = new PointerScope()) {
            MlpLinear linear = linear(5, 4);
            Places places = new Places();
            linear.writeGradients(places);
            Tensor loss = linear.forward(inputs(3, 5)).square().sum();
            System.gc();
            loss.backward();

            assertThat(places.of(linear.module().weight()).gradients).hasSize(1);
        }
    }

    /** As in a product of bf16, whose gradient does not fit a place in float32. */
    @Test
    void leavesGradientsToLibtorchUnderAutocast() {
        try (PointerScope scope = new PointerScope()) {
            Places places = new Places();
            new Autocast(new Mlp(new DataSpec(List.of(5L), Task.CLASSIFICATION, List.of("a", "b")), List.of(4L)))
                    .writeGradients(places);

            assertThat(places.kept).isEmpty();
        }
    }

    @Test
    void writesNothingWhereTheLossDoesNotDependOnTheOutputs() {
        try (PointerScope scope = new PointerScope()) {
            MlpLinear linear = linear(5, 4);
            Places places = new Places();
            linear.writeGradients(places);
            linear.forward(inputs(3, 5));
            pass(linear, inputs(3, 5));

            assertThat(places.of(linear.module().weight()).gradients).hasSize(1);
            assertThat(places.of(linear.module().weight()).expected).hasSize(1);
        }
    }

    @Test
    void expectsNothingWhereNoGradientWillCome() {
        try (PointerScope scope = new PointerScope()) {
            MlpLinear linear = linear(5, 4);
            Places places = new Places();
            linear.writeGradients(places);
            try (AutoGradMode noGrad = new NoGradGuard()) {
                linear.forward(inputs(3, 5));
            }
            assertThat(places.of(linear.module().weight()).expected).isEmpty();
            linear.forward(inputs(3, 5));
            assertThat(places.of(linear.module().weight()).expected).hasSize(1);
        }
    }

    @Test
    void leavesGradientsToLibtorchAgain() {
        try (PointerScope scope = new PointerScope()) {
            MlpLinear linear = linear(5, 4);
            Places places = new Places();
            linear.writeGradients(places);
            linear.writeGradients(GradientPlaces.NONE);
            pass(linear, inputs(3, 5));

            assertThat(places.of(linear.module().weight()).gradients).isEmpty();
            assertThat(linear.module().weight().grad().defined()).isTrue();
        }
    }

    private static MlpLinear linear(long in, long out) {
        return Seeds.drawing(1, () -> {
            MlpLinear linear = new MlpLinear(in, out);
            linear.module().to(ScalarType.Double, false);
            return linear;
        });
    }

    private static Tensor inputs(long n, long in) {
        return Seeds.drawing(2, () -> torch.randn(n, in)).to(ScalarType.Double).set_requires_grad(true);
    }

    /** Forward, and backward of a loss that every output weighs differently in. */
    private static Tensor pass(MlpLinear linear, Tensor x) {
        Tensor y = linear.forward(x);
        y.square().sum().backward();
        return y.detach();
    }

    private static boolean close(Tensor one, Tensor other) {
        return torch.allclose(one, other, CLOSE, CLOSE, false);
    }

    private static final class Places implements GradientPlaces {
        private final List<Kept> kept = new ArrayList<>();

        @Override
        public Kept of(Tensor parameter) {
            return kept.stream()
                    .filter(place -> place.parameter.is_same(parameter))
                    .findFirst()
                    .orElseGet(() -> {
                        Kept place = new Kept(parameter);
                        kept.add(place);
                        return place;
                    });
        }
    }

    /** Remembers the gradient after each write. */
    private static final class Kept implements Place {
        private final Tensor parameter;
        private final Tensor place;
        private final Set<Object> expected = Collections.newSetFromMap(new IdentityHashMap<>());
        private final List<Tensor> gradients = new ArrayList<>();

        Kept(Tensor parameter) {
            this.parameter = parameter;
            this.place = torch.empty_like(parameter.detach()).fill_(new Scalar(Double.NaN));
        }

        @Override
        public void expect(Object backward) {
            expected.add(backward);
        }

        @Override
        public void write(Object backward, Part part) {
            assertThat(expected.remove(backward)).isTrue();
            part.into(place, gradients.isEmpty());
            gradients.add(MEMORY.own(place::clone)); // beyond the scope of the hook
        }
    }
}
