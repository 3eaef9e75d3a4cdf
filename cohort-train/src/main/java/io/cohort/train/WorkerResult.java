package io.cohort.train;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a worker hands back, as JSON.
 *
 * @param interrupted whether it ended because somebody asked for it
 * @param epochs done in the whole run
 * @param steps done in the whole run
 * @param samples this worker trained on since it was started
 * @param seconds it took, from the first step's data to the end
 * @param figures of the trained model, the same on every rank; empty when nothing was measured
 * @param bytesSent to other workers
 * @param parameters elements of all parameters
 * @param parametersSha256 of all parameters and buffers
 */
record WorkerResult(
        boolean interrupted,
        int epochs,
        long steps,
        long samples,
        double seconds,
        Map<String, Object> figures,
        long bytesSent,
        long parameters,
        String parametersSha256) {

    /** The first rank whose parameters differ from rank 0's; −1 when there is none. */
    static int firstDifferent(List<WorkerResult> results) {
        for (int rank = 1; rank < results.size(); rank++) {
            if (!Objects.equals(results.get(rank).parametersSha256, results.get(0).parametersSha256)) {
                return rank;
            }
        }
        return -1;
    }
}
