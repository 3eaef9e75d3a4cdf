package io.cohort.torch.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to be predicted: one of some classes ({@code classification}), a number ({@code regression}), or at each place of a sequence of tokens the
 * token that comes next ({@code language}).
 */
public enum Task {
    CLASSIFICATION,
    REGRESSION,
    LANGUAGE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Task> ofWord(String word) {
        return Arrays.stream(values()).filter(task -> task.word().equals(word)).findFirst();
    }
}
