package io.cohort.core.internal;

import java.util.Locale;

/** Yes or no, written {@code true} or {@code false}. */
record FlagRule(boolean fallback) implements Rule<Boolean> {

    @Override
    public Outcome<Boolean> read(String written) {
        return switch (written) {
            case "true", "True", "TRUE" -> Outcome.of(true);
            case "false", "False", "FALSE" -> Outcome.of(false);
            default -> Outcome.refused("must be true or false", better(written));
        };
    }

    private String better(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "yes", "on", "y", "1" -> "true";
            case "no", "off", "n", "0" -> "false";
            default -> Boolean.toString(fallback);
        };
    }
}
