package io.cohort.engine.internal;

import io.cohort.comm.OperationState;
import io.cohort.core.timeline.Late;
import io.cohort.core.timeline.TimelinePart;
import io.cohort.engine.internal.Member.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How verdicts and warnings speak of workers and operations, so that the same thing reads the same everywhere. */
final class VerdictText {

    private VerdictText() {}

    /** {@code rank 1 (worker-1 on alder, process 4711)}. */
    static String who(Member member) {
        String process = member.pid < 0 ? "" : ", process " + member.pid;
        String place = member.host.isEmpty() ? "" : " on " + member.host;
        return "rank " + member.rank() + " (" + member.seat.id().value() + place + process + ")";
    }

    /** {@code operation 42 of group worker (all-reduce sum float32[1000])}. */
    static String operation(@Nullable OperationState state) {
        if (state == null) {
            return "no operation";
        }
        String number = state.sequence() > 0 ? "operation " + state.sequence() : "an operation";
        return number + " of group " + state.group() + " (" + state.operation() + ")";
    }

    /** {@code when last heard it was loading data, for 8.1 s}; empty when it has not said. */
    static String doing(Member member) {
        TimelinePart told = member.told;
        return told == null
                ? ""
                : "when last heard it was " + told.doing().doing() + ", for "
                        + Late.duration(told.atNanos() - told.sinceNanos());
    }

    static String ranks(List<Member> members) {
        String numbers = members.stream().map(m -> String.valueOf(m.rank())).collect(Collectors.joining(", "));
        return (members.size() == 1 ? "rank " : "ranks ") + numbers;
    }

    /** What everyone but the one at fault was doing, equal states together; empty when nobody has said. */
    static String others(List<Member> members, @Nullable Member fault) {
        Map<String, List<Member>> byState = new LinkedHashMap<>();
        for (Member member : members) {
            OperationState state = member.lastState();
            if (member != fault && state != null && !member.in(Phase.ENDED)) {
                String doing = (state.done() ? " had done " : " waited in ") + operation(state);
                byState.computeIfAbsent(doing, k -> new ArrayList<>()).add(member);
            }
        }
        return byState.entrySet().stream()
                .map(e -> ranks(e.getValue()) + e.getKey())
                .collect(Collectors.joining("; "));
    }

    /** Whole sentences from the parts that have something to say; the first keeps its small letter, as errors begin. */
    static String sentences(String... parts) {
        return Arrays.stream(parts)
                .filter(p -> !p.isEmpty())
                .reduce((text, p) -> text + ". " + Character.toUpperCase(p.charAt(0)) + p.substring(1))
                .orElse("");
    }

    static String lastLines(List<String> lines) {
        return lines.isEmpty()
                ? ""
                : "\nIts last lines:\n" + lines.stream().map(l -> "  " + l).collect(Collectors.joining("\n"));
    }
}
