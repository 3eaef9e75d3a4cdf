package io.cohort.torch.model;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;

/** Why a model cannot take some data. */
final class Fit {

    private Fit() {}

    static UserMistake mistake(String model, String rule, String fix) {
        return new UserMistake("model-data", new Problem("model.name", model, rule, fix));
    }

    /** For models that take numbers. */
    static void requireNumbers(String model, DataSpec data) {
        if (data.task() == Task.LANGUAGE) {
            throw mistake(
                    model, "takes numbers, but a sample of this data is a sequence of tokens", "Write model.name: gpt");
        }
    }

    /** For models that take images. */
    static void requireImages(String model, DataSpec data, long smallestSide) {
        var shape = data.inputShape();
        if (shape.size() != 3 || shape.get(1) < smallestSide || shape.get(2) < smallestSide) {
            throw mistake(
                    model,
                    "takes images of at least %1$d×%1$d pixels, but a sample of this data has the shape %2$s"
                            .formatted(smallestSide, shape),
                    data.task() == Task.LANGUAGE ? "Write model.name: gpt" : "Write model.name: mlp");
        }
    }
}
