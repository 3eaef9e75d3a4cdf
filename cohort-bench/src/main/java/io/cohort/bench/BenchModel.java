package io.cohort.bench;

import io.cohort.train.TrainingJob;
import java.util.List;
import java.util.Locale;

/** Models that training is measured with, on data of the size they are made for. */
public enum BenchModel {
    /** Two convolutions and two linear layers on 28×28 images: little to send, much to start. */
    LENET {
        @Override
        void describe(TrainingJob job) {
            job.model("lenet").set("data.shape", IMAGE).set("data.classes", CLASSES);
        }
    },
    /** 784-2048-2048-10: much to send for what it computes. */
    MLP {
        @Override
        void describe(TrainingJob job) {
            job.model("mlp")
                    .set("model.hidden", List.of(2048, 2048))
                    .set("data.shape", IMAGE)
                    .set("data.classes", CLASSES);
        }
    },
    /** Four blocks of width 256 on 128 bytes of text: much to compute. */
    GPT {
        @Override
        void describe(TrainingJob job) {
            job.model("gpt")
                    .set("data.shape", List.of(128))
                    .set("data.classes", 256)
                    .set("data.tokens", true);
        }
    };

    private static final List<Integer> IMAGE = List.of(1, 28, 28);
    private static final int CLASSES = 10;

    abstract void describe(TrainingJob job);

    /** The word on the command line and in results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
