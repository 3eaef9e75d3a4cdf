package io.cohort.examples;

import io.cohort.train.Training;
import io.cohort.train.TrainingJob;

/** Trains a model of one's own on two workers, from Java. */
public final class OwnModel {

    private OwnModel() {}

    public static void main(String[] args) {
        Training.Result result = TrainingJob.named("own-model")
                .data("digits")
                .model(TinyNet.class)
                .set("optimizer.lr", 0.1)
                .epochs(5)
                .workers(2)
                .train();
        System.out.println(result.run() + " has accuracy " + result.summary().get("accuracy"));
    }
}
