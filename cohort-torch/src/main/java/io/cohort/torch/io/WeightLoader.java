package io.cohort.torch.io;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Puts saved tensors into a model that was built afresh. */
final class WeightLoader {

    private WeightLoader() {}

    /** Why these weights are not this model's; empty when they are. Types of floats may differ. */
    static Optional<String> mismatch(Map<String, Tensor> model, Map<String, Tensor> weights) {
        for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
            Tensor place = model.get(weight.getKey());
            if (place == null) {
                return Optional.of("holds " + weight.getKey() + ", which the model does not have");
            }
            if (!Arrays.equals(place.shape(), weight.getValue().shape()) || !sameKind(place, weight.getValue())) {
                return Optional.of("holds " + weight.getKey() + " as " + describe(weight.getValue())
                        + ", but the model has it as " + describe(place));
            }
        }
        return model.keySet().stream()
                .filter(name -> !weights.containsKey(name))
                .findFirst()
                .map(name -> "does not hold " + name + ", which the model has");
    }

    private static boolean sameKind(Tensor a, Tensor b) {
        return (a.is_floating_point() && b.is_floating_point())
                || a.scalar_type().intern() == b.scalar_type().intern();
    }

    private static String describe(Tensor tensor) {
        return tensor.scalar_type().intern() + Arrays.toString(tensor.shape());
    }

    /** Copies the weights into the model; a model of float32 becomes one of float64 when the weights are. Both have the same names. */
    static void load(Map<String, Tensor> model, Map<String, Tensor> weights) {
        try (NoGradGuard noGrad = new NoGradGuard()) {
            model.forEach((name, place) -> {
                Tensor weight = Objects.requireNonNull(weights.get(name));
                if (weight.scalar_type().intern() == ScalarType.Double) {
                    place.set_data(weight);
                } else {
                    place.copy_(weight);
                }
            });
        }
    }
}
