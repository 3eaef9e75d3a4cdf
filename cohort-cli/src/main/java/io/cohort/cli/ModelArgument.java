package io.cohort.cli;

import io.cohort.observe.RunDirectory;
import io.cohort.torch.io.Predictor;
import java.nio.file.Files;
import java.nio.file.Path;

/** What MODEL may be: a model directory, or a run directory, which holds one. */
final class ModelArgument {

    private ModelArgument() {}

    static Predictor open(Path model) {
        boolean run = Files.isRegularFile(model.resolve("job.yaml"));
        return Predictor.open(run ? RunDirectory.open(model).model() : model);
    }
}
