package io.cohort.examples;

import io.cohort.train.Training;
import io.cohort.train.TrainingJob;
import java.util.List;

/** Trains on data of one's own, from Java. In a job file the same data is {@code data: {class: io.cohort.examples.Spirals, points: 2000}}. */
public final class OwnData {

    private OwnData() {}

    public static void main(String[] args) {
        Training.Result result = TrainingJob.named("own-data")
                .data(Spirals.class)
                .set("data.points", 2000)
                .model("mlp")
                .set("model.hidden", List.of(64, 64))
                .set("optimizer.name", "adam")
                .set("optimizer.lr", 0.01)
                .metric(Confidence.class)
                .epochs(30)
                .workers(2)
                .train();
        System.out.println(result.run() + " has accuracy " + result.summary().get("accuracy"));
        System.out.println("and is sure of what is right by " + result.summary().get("confidence"));
    }
}
