package io.cohort.train;

import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import java.util.Map;

/** Holds a job on N workers against the same job on one: rule 3 of the house. */
public final class Verification {

    private Verification() {}

    /**
     * Trains both for some steps and compares every parameter and buffer.
     *
     * @param precision {@code float64} (proves the algorithm, tolerance 1e-9) or {@code float32} (1e-5)
     * @return the fields of the {@code verify} object: {@code workers}, {@code strategy}, {@code steps}, {@code precision},
     *     {@code maxRelativeDifference}, {@code tolerance}, {@code equal}, {@code float32Drift}
     * @throws io.cohort.core.error.UserMistake when mathematics denies equality for this job, with the reason
     */
    public static Map<String, Object> run(Job job, int steps, String precision, EventSink events) {
        throw new UnsupportedOperationException();
    }
}
