package io.cohort.core.timeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one rank came to over a run, as far as its timeline told.
 *
 * @param operations that ended
 * @param bytes of their tensors
 * @param waitedNanos in operations, before the last rank came
 * @param awaitedNanos that all others stood in operations only because this rank came last
 * @param pauses garbage collections
 * @param pauseNanos of them together
 * @param unseen operations and spans that came faster than they could be told, and are missing in the times
 * @param stepTimes how its training steps divided into computing and communicating
 * @param latest when it was latest; {@code null} when it never was
 */
public record RankRecord(
        int rank,
        long operations,
        long bytes,
        long waitedNanos,
        long awaitedNanos,
        long pauses,
        long pauseNanos,
        long unseen,
        StepTimes stepTimes,
        @Nullable Late latest) {

    /**
     * As fields of an event.
     *
     * @param who the rank, as messages name it
     * @param host where it runs
     */
    public Map<String, Object> fields(String who, String host) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rank", rank);
        fields.put("host", host);
        fields.put("operations", operations);
        fields.put("operationBytes", bytes);
        fields.put("waitedMs", waitedNanos / 1e6);
        fields.put("awaitedMs", awaitedNanos / 1e6);
        fields.put("gcPauses", pauses);
        fields.put("gcMs", pauseNanos / 1e6);
        fields.put("unseen", unseen);
        fields.putAll(stepTimes.fields());
        fields.put("longestLateMs", latest == null ? 0.0 : latest.nanos() / 1e6);
        fields.put("longestLate", latest == null ? "" : latest.sentence(who));
        return fields;
    }
}
