package io.cohort.engine.internal;

import io.cohort.comm.Liveness.Suspicion;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import io.cohort.engine.internal.Member.Observed;
import io.cohort.engine.internal.Member.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds ranks that do different things where they must do the same. Guarded by the coordinator's lock. */
final class Disagreements {

    private static final String FIX =
            "Every rank must start the same operations with the same sizes in the same order: "
                    + "look for code that branches on the rank, or on data that differs between ranks.";

    /** The same number in the same group. */
    private record Place(String group, long sequence) {}

    private final List<Member> members;

    Disagreements(List<Member> members) {
        this.members = members;
    }

    /** What a rank reported, else what the ranks' own states show. */
    Optional<Verdict> find() {
        Optional<Verdict> reported = members.stream()
                .filter(m -> m.suspicion != null && !m.in(Phase.ENDED))
                .map(m -> Objects.requireNonNull(m.suspicion))
                .filter(s -> s.kind().equals("disagreement"))
                .findFirst()
                .map(this::reported);
        return reported.or(this::seen);
    }

    /** A rank returned while others still count on it. */
    Verdict endedEarly(Member ended, List<Member> waiting, String what) {
        return new Verdict(
                "disagreement",
                ended.rank(),
                VerdictText.sentences(
                        VerdictText.who(ended) + " has ended its work while " + VerdictText.ranks(waiting)
                                + " waited for it in " + what,
                        "it spoke last of " + VerdictText.operation(ended.lastState())),
                FIX);
    }

    private Verdict reported(Suspicion suspicion) {
        OperationState state = suspicion.state();
        Map<String, List<Member>> sides = sides(new Place(state.group(), state.sequence()));
        int odd = oddOne(sides);
        return new Verdict(
                "disagreement",
                odd >= 0 || sides.size() > 1 ? odd : suspicion.suspect(),
                VerdictText.sentences(head(state.group(), state.sequence()) + describe(sides), suspicion.detail()),
                FIX);
    }

    private Optional<Verdict> seen() {
        return members.stream()
                .flatMap(m -> m.states.values().stream())
                .map(Observed::state)
                .filter(Disagreements::isCollectiveUnderWay)
                .map(s -> new Place(s.group(), s.sequence()))
                .distinct()
                .filter(place -> sides(place).size() > 1)
                .findFirst()
                .map(place -> new Verdict(
                        "disagreement",
                        oddOne(sides(place)),
                        head(place.group, place.sequence) + describe(sides(place)),
                        FIX));
    }

    private static String head(String group, long sequence) {
        return "ranks disagree about operation " + sequence + " of group " + group + ": ";
    }

    /** Who runs what at one place. */
    private Map<String, List<Member>> sides(Place place) {
        Map<String, List<Member>> sides = new TreeMap<>();
        for (Member member : members) {
            Observed observed = member.states.get(place.group);
            if (observed != null
                    && observed.state().sequence() == place.sequence
                    && isCollectiveUnderWay(observed.state())) {
                sides.computeIfAbsent(observed.state().operation(), k -> new ArrayList<>())
                        .add(member);
            }
        }
        return sides;
    }

    /** Sends and receives differ between ranks by nature, and what is done was agreed on. */
    private static boolean isCollectiveUnderWay(OperationState state) {
        return !state.done()
                && state.sequence() > 0
                && !state.operation().startsWith("send")
                && !state.operation().startsWith("receive");
    }

    private static String describe(Map<String, List<Member>> sides) {
        return sides.entrySet().stream()
                .map(e -> e.getValue().stream().map(VerdictText::who).collect(Collectors.joining(" and ")) + " ran "
                        + e.getKey())
                .collect(Collectors.joining("; "));
    }

    /** The rank that stands alone against all others; −1 when there is no such rank. */
    private int oddOne(Map<String, List<Member>> sides) {
        if (sides.size() != 2) {
            return -1;
        }
        List<List<Member>> both = List.copyOf(sides.values());
        List<Member> fewer = both.get(0).size() < both.get(1).size() ? both.get(0) : both.get(1);
        return fewer.size() == 1 && both.get(0).size() != both.get(1).size()
                ? fewer.get(0).rank()
                : -1;
    }
}
