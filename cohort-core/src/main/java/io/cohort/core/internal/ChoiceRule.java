package io.cohort.core.internal;

import io.cohort.core.job.Nearest;
import java.util.List;

/** One of a few words. */
record ChoiceRule(String fallback, List<String> choices) implements Rule<String> {

    @Override
    public Outcome<String> read(String written) {
        if (choices.contains(written)) {
            return Outcome.of(written);
        }
        String other = choices.contains(fallback) || choices.isEmpty() ? fallback : choices.get(0);
        return Outcome.refused(
                (choices.size() == 1 ? "must be " : "must be one of ") + String.join(", ", choices),
                Nearest.of(written, choices).orElse(other));
    }
}
