package io.cohort.train;

import io.cohort.core.job.JobKind;
import java.util.List;

/** {@code kind: train}: one model on many workers. */
public final class TrainKind implements JobKind {

    @Override
    public String name() {
        return "train";
    }

    @Override
    public List<String> sections() {
        return List.of(
                "data",
                "model",
                "loss",
                "metrics",
                "optimizer",
                "train",
                "checkpoint",
                "parallel",
                "security",
                "observe");
    }

    @Override
    public List<String> required() {
        return List.of("data", "model");
    }
}
