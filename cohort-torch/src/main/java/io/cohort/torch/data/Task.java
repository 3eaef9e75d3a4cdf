package io.cohort.torch.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is to be predicted: one of some classes, or a number. */
public enum Task {
    CLASSIFICATION,
    REGRESSION;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Task> ofWord(String word) {
        return Arrays.stream(values()).filter(task -> task.word().equals(word)).findFirst();
    }
}
