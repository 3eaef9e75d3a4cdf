package io.cohort.examples;

import io.cohort.torch.io.CohortModel;
import io.cohort.torch.io.CohortModel.Prediction;
import io.cohort.train.Training;
import io.cohort.train.TrainingJob;
import io.cohort.train.TrainingListener;

/** Trains on the bundled digits, watches it, and asks the model about a digit. */
public final class Digits {

    /** A 7 of 8×8 pixels, each from 0 to 16, row by row. */
    private static final float[] SEVEN = {
        0, 0, 7, 16, 16, 16, 9, 0,
        0, 0, 8, 8, 8, 15, 12, 0,
        0, 0, 0, 0, 0, 14, 8, 0,
        0, 0, 0, 2, 6, 16, 5, 0,
        0, 0, 4, 16, 16, 15, 6, 0,
        0, 0, 1, 8, 15, 5, 0, 0,
        0, 0, 0, 7, 14, 0, 0, 0,
        0, 0, 0, 13, 8, 0, 0, 0
    };

    private Digits() {}

    public static void main(String[] args) {
        Training.Result result = TrainingJob.named("digits")
                .data("digits")
                .model("lenet")
                .set("optimizer.lr", 0.05)
                .set("optimizer.momentum", 0.9)
                .epochs(8)
                .workers(2)
                .listener(new Progress())
                .train();
        System.out.println(
                "accuracy on digits that it never saw: " + result.summary().get("accuracy"));

        try (CohortModel model = CohortModel.load(result.run())) {
            Prediction digit = model.predict(SEVEN);
            System.out.printf("this is a %s, with probability %.2f%n", digit.label(), digit.value());
        }
    }

    /** Says each epoch how it goes. Its other callbacks are not needed; {@code control.stop()} would end the run here. */
    private static final class Progress implements TrainingListener {
        @Override
        public void epochEnded(EpochEnded epoch, Control control) {
            System.out.printf("epoch %d  loss %.4f  %s%n", epoch.epoch(), epoch.trainLoss(), epoch.figures());
        }
    }
}
