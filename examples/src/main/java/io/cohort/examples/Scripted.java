package io.cohort.examples;

import io.cohort.torch.io.CohortModel;
import io.cohort.train.Training;
import io.cohort.train.TrainingJob;
import java.io.IOException;
import java.nio.file.Path;

/** Trains a module further that was scripted in Python, and keeps it so that both Java and Python load it again. */
public final class Scripted {

    private Scripted() {}

    public static void main(String[] args) throws IOException {
        Path script = Bundled.copy("scripted.pt"); // made by fixtures/scripted_example.py
        Training.Result result = TrainingJob.named("scripted")
                .data("digits")
                .model("torchscript")
                .set("model.path", script.toString())
                .set("optimizer.lr", 0.05)
                .set("optimizer.momentum", 0.9)
                .epochs(8)
                .workers(2)
                .train();
        System.out.println("accuracy " + result.summary().get("accuracy"));
        System.out.println("for torch.jit.load: " + result.run().resolve("model/module.pt"));

        try (CohortModel model = CohortModel.load(result.run())) {
            float[] nothing = new float[64];
            System.out.println(
                    "an empty picture looks like a " + model.predict(nothing).label());
        }
    }
}
