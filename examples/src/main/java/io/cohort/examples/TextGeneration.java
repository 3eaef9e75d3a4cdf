package io.cohort.examples;

import io.cohort.torch.io.CohortModel;
import io.cohort.torch.io.Sampling;
import io.cohort.train.Training;
import io.cohort.train.TrainingJob;
import java.io.IOException;
import java.nio.file.Path;

/** Trains a small decoder on a nursery rhyme, byte by byte, and lets it go on with a line. */
public final class TextGeneration {

    private TextGeneration() {}

    public static void main(String[] args) throws IOException {
        Path rhyme = Bundled.copy("rhyme.txt");
        Training.Result result = TrainingJob.named("rhyme")
                .set("data.format", "text")
                .set("data.path", rhyme.toString())
                .set("data.context", 32)
                .set("data.test", 0.05)
                .model("gpt")
                .set("model.layers", 2)
                .set("model.width", 64)
                .set("optimizer.name", "adamw")
                .set("optimizer.lr", 0.003)
                .set("train.batch", 16)
                .epochs(5)
                .workers(2)
                .train();
        System.out.println("perplexity " + result.summary().get("perplexity"));

        try (CohortModel model = CohortModel.load(result.run())) {
            String begin = "This is the ";
            System.out.println(begin + model.generate(begin, 120, Sampling.PLAIN.temperature(0.5)));
        }
    }
}
