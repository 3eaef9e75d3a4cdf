package io.cohort.core.error;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong: where it stands, what stands there, the rule it breaks and how to mend it.
 *
 * @param place a key path such as {@code train.batch}, a file, an option; with a position where one is known ({@code digits.yaml:7:3})
 * @param value the offending value as the user wrote it; {@code null} when something is missing
 * @param rule what must hold, as half a sentence ({@code "must be at least 1"})
 * @param fix what to do, as a sentence that can be followed literally; empty when the rule says it all
 */
public record Problem(String place, @Nullable String value, String rule, String fix) {

    /** The problem as one line: {@code place=value: rule. fix}. */
    public String text() {
        String head = value == null ? place : place + "=" + value;
        String body = head + ": " + rule;
        return fix.isEmpty() ? body : body + ". " + fix;
    }
}
