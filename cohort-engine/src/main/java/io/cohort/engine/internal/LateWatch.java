package io.cohort.engine.internal;

import io.cohort.core.event.Event;
import io.cohort.engine.internal.Member.Phase;
import io.cohort.engine.internal.Waits.Wait;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notices ranks that are alive but late, and speaks of each once an operation. Guarded by the coordinator's lock. */
final class LateWatch {

    private final long lateAfterMs;
    private final Set<String> spokenOf = new HashSet<>();

    LateWatch(long lateAfterMs) {
        this.lateAfterMs = lateAfterMs;
    }

    /** Warnings about waits that have become too long since the last look. */
    List<Event> look(List<Wait> waits, long nowMs, int generation) {
        return waits.stream()
                .filter(w -> w.awaited().in(Phase.JOINED) && nowMs - w.sinceMs() >= lateAfterMs)
                .filter(w -> spokenOf.add(w.key()))
                .map(w -> new Event("warning", nowMs, Event.LAUNCHER, generation, fields(w, nowMs)))
                .toList();
    }

    private static Map<String, Object> fields(Wait wait, long nowMs) {
        Member late = wait.awaited();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", "late-worker");
        fields.put("message", message(wait, nowMs));
        fields.put("late", late.rank());
        fields.put("host", late.host);
        fields.put("waiting", wait.waiting().stream().map(Member::rank).toList());
        fields.put("waitedMs", nowMs - wait.sinceMs());
        fields.put("operation", wait.what());
        return fields;
    }

    private static String message(Wait wait, long nowMs) {
        Member late = wait.awaited();
        return VerdictText.sentences(
                VerdictText.who(late) + " is late: " + VerdictText.ranks(wait.waiting()) + " waited "
                        + (nowMs - wait.sinceMs()) / 1000 + " s for it in " + wait.what(),
                "it is alive and spoke last of " + VerdictText.operation(late.lastState()),
                "the run goes on until parallel.timeout");
    }
}
