package io.cohort.cli;

import io.cohort.observe.RunDirectory;
import io.cohort.torch.NativeThreads;
import io.cohort.torch.io.Predictor;
import java.nio.file.Files;
import java.nio.file.Path;

/** What MODEL may be: a model directory, or a run directory, which holds one. */
final class ModelArgument {

    private ModelArgument() {}

    /** Opens the model, and has this command compute as a worker does, with one thread: several that wait for one another slow small models down a lot. */
    static Predictor open(Path model) {
        boolean run = Files.isRegularFile(model.resolve("job.yaml"));
        Predictor predictor = Predictor.open(run ? RunDirectory.open(model).model() : model);
        NativeThreads.use(1);
        return predictor;
    }
}
