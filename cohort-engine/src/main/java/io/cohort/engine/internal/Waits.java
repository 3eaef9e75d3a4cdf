package io.cohort.engine.internal;

import io.cohort.comm.OperationState;
import io.cohort.engine.internal.Member.Observed;
import io.cohort.engine.internal.Member.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Who waits for whom, as far as ranks have said. Pure; guarded by the coordinator's lock. */
final class Waits {

    /**
     * Some ranks wait for one.
     *
     * @param awaited whom they wait for, followed to the end of a chain of waits
     * @param waiting who waits
     * @param what the operation or the exchange
     * @param key names the wait, so that it is spoken of once
     * @param sinceMs since when
     */
    record Wait(Member awaited, List<Member> waiting, String what, String key, long sinceMs) {}

    private final List<Member> members;

    Waits(List<Member> members) {
        this.members = members;
    }

    /** Every wait that ranks have reported or in which they stand at the board. */
    List<Wait> all(Collection<Meeting> meetings) {
        List<Wait> waits = new ArrayList<>();
        for (Member member : members) {
            if (member.in(Phase.JOINED)) {
                member.states.values().forEach(o -> inOperation(member, o).ifPresent(w -> merge(waits, w)));
            }
        }
        meetings.forEach(m -> atTheBoard(m, waits));
        return waits;
    }

    private Optional<Wait> inOperation(Member member, Observed observed) {
        OperationState state = observed.state();
        if (state.done()) {
            return Optional.empty();
        }
        return culprit(member, state)
                .map(awaited -> new Wait(
                        awaited,
                        List.of(member),
                        VerdictText.operation(state),
                        key(observed, awaited),
                        observed.sinceMs()));
    }

    /** Messages have no number of their own. */
    private static String key(Observed observed, Member awaited) {
        OperationState state = observed.state();
        return state.sequence() > 0
                ? key(state.group(), state.sequence(), awaited)
                : state.group() + "#" + state.operation() + observed.sinceMs() + "#" + awaited.rank();
    }

    /** The wait for a rank in an operation of a group. */
    static String key(String group, long sequence, Member awaited) {
        return group + "#" + sequence + "#" + awaited.rank();
    }

    private void atTheBoard(Meeting meeting, List<Wait> waits) {
        List<Member> present = meeting.presentRanks().stream().map(members::get).toList();
        for (int rank : meeting.missingRanks()) {
            if (rank >= 0 && rank < members.size()) {
                waits.add(new Wait(
                        members.get(rank),
                        present,
                        "the exchange '" + meeting.key() + "' of " + meeting.size() + " ranks",
                        "exchange " + meeting.key() + "#" + meeting.sinceMs() + "#" + rank,
                        meeting.sinceMs()));
            }
        }
    }

    private static void merge(List<Wait> waits, Wait wait) {
        for (int i = 0; i < waits.size(); i++) {
            Wait known = waits.get(i);
            if (known.key.equals(wait.key)) {
                List<Member> both = new ArrayList<>(known.waiting);
                both.addAll(wait.waiting);
                waits.set(
                        i, new Wait(known.awaited, both, known.what, known.key, Math.min(known.sinceMs, wait.sinceMs)));
                return;
            }
        }
        waits.add(wait);
    }

    /** Whom a rank waits for in the end: if that rank waits in the same operation for a third, the third. */
    private Optional<Member> culprit(Member member, OperationState state) {
        Optional<Member> found = Optional.empty();
        OperationState at = state;
        for (int hops = 0; hops < members.size(); hops++) {
            if (at.waitingFor() < 0 || at.waitingFor() >= members.size()) {
                break;
            }
            Member next = members.get(at.waitingFor());
            if (next == member) {
                break;
            }
            found = Optional.of(next);
            Observed observed = next.beside(state);
            if (observed == null || observed.state().done() || observed.state().sequence() != state.sequence()) {
                break;
            }
            at = observed.state();
        }
        return found;
    }
}
