package io.cohort.engine.internal;

import io.cohort.core.event.Event;
import io.cohort.core.timeline.Late;
import io.cohort.core.timeline.Lateness;
import io.cohort.core.timeline.TimelinePart;
import io.cohort.engine.internal.Member.Phase;
import io.cohort.engine.internal.Waits.Wait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Notices ranks that are alive but late: those that others wait for now, and those that they waited for too long or too often. Keeps the account of
 * who waited for whom. Guarded by the coordinator's lock.
 */
final class LateWatch {

    private static final long RANKS_EVERY_MS = 10_000;

    private final long lateAfterMs;
    private final List<Member> members;
    private final Lateness lateness;
    private final List<SlowWatch> slow;
    private final Set<String> spokenOf = new HashSet<>();
    private final List<Map<String, Object>> unsaid = new ArrayList<>();
    private long ranksSaidMs = -1;
    private boolean heard;

    LateWatch(long lateAfterMs, List<Member> members) {
        this.lateAfterMs = lateAfterMs;
        this.members = members;
        this.lateness = new Lateness(members.size());
        this.slow = members.stream().map(m -> new SlowWatch()).toList();
    }

    /** Takes in what a rank did. */
    void accept(int rank, TimelinePart part) {
        heard |= part.operations() > 0;
        lateness.accept(rank, part).forEach(this::note);
    }

    private void note(Late late) {
        Member member = members.get(late.rank());
        String key = Waits.key(late.operation().group(), late.operation().number(), member);
        if (!spokenOf.contains(key)) {
            slow.get(late.rank())
                    .note(late, VerdictText.who(member))
                    .ifPresent(message -> unsaid.add(fields(member, late, message)));
        }
    }

    /** Warnings since the last look, and now and then what each rank came to. */
    List<Event> look(List<Wait> waits, long nowMs, int generation) {
        List<Event> events = new ArrayList<>();
        waits.stream()
                .filter(w -> w.awaited().in(Phase.JOINED) && nowMs - w.sinceMs() >= lateAfterMs)
                .filter(w -> spokenOf.add(w.key()))
                .forEach(w -> events.add(warning(nowMs, generation, fields(w, nowMs))));
        say(events, nowMs, generation);
        if (heard && ranksSaidMs < 0) {
            ranksSaidMs = nowMs;
        } else if (heard && nowMs - ranksSaidMs >= RANKS_EVERY_MS) {
            ranks(nowMs, generation).ifPresent(events::add);
        }
        return events;
    }

    /** The last words, once no rank tells any more. */
    List<Event> end(long nowMs, int generation) {
        List<Event> events = new ArrayList<>();
        lateness.rest().forEach(this::note);
        say(events, nowMs, generation);
        ranks(nowMs, generation).ifPresent(events::add);
        return events;
    }

    private void say(List<Event> events, long nowMs, int generation) {
        unsaid.forEach(fields -> events.add(warning(nowMs, generation, fields)));
        unsaid.clear();
    }

    /** What each rank came to so far; empty before any operation. */
    private Optional<Event> ranks(long nowMs, int generation) {
        if (!heard) {
            return Optional.empty();
        }
        ranksSaidMs = nowMs;
        List<Map<String, Object>> ranks = lateness.records().stream()
                .map(record -> {
                    Member member = members.get(record.rank());
                    return record.fields(VerdictText.who(member), member.host);
                })
                .toList();
        return Optional.of(new Event("ranks", nowMs, Event.LAUNCHER, generation, Map.of("ranks", ranks)));
    }

    private static Event warning(long nowMs, int generation, Map<String, Object> fields) {
        return new Event("warning", nowMs, Event.LAUNCHER, generation, fields);
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
        fields.put("doing", late.told == null ? "" : late.told.doing().doing());
        return fields;
    }

    private static Map<String, Object> fields(Member member, Late late, String message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", "slow-worker");
        fields.put("message", message);
        fields.put("late", member.rank());
        fields.put("host", member.host);
        fields.put("lateMs", late.nanos() / 1e6);
        fields.put("operation", late.operation().spokenName());
        fields.put("doing", late.why().doing());
        return fields;
    }

    private static String message(Wait wait, long nowMs) {
        Member late = wait.awaited();
        return VerdictText.sentences(
                VerdictText.who(late) + " is late: " + VerdictText.ranks(wait.waiting()) + " waited "
                        + (nowMs - wait.sinceMs()) / 1000 + " s for it in " + wait.what(),
                "it is alive and spoke last of " + VerdictText.operation(late.lastState()),
                VerdictText.doing(late),
                "the run goes on until parallel.timeout");
    }
}
