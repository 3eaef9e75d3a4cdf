package io.cohort.core.job;

import java.util.List;

/** A kind of job ({@code kind: train}): which sections it takes. Found through {@link java.util.ServiceLoader}. */
public interface JobKind {

    /** The word after {@code kind:}. */
    String name();

    /** The keys of the sections it takes, in the order in which the resolved job shows them. */
    List<String> sections();

    /** The sections that must be given. */
    List<String> required();
}
