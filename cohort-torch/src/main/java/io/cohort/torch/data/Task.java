package io.cohort.torch.data;

import java.util.Locale;

/** What is to be predicted: one of some classes, or a number. */
public enum Task {
    CLASSIFICATION,
    REGRESSION;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
