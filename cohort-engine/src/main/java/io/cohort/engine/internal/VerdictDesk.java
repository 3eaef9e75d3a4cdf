package io.cohort.engine.internal;

import io.cohort.comm.Liveness.Suspicion;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import io.cohort.engine.internal.Member.Phase;
import io.cohort.engine.internal.Waits.Wait;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides why a generation ends: one verdict, the same for every rank.
 *
 * <ol>
 *   <li>The first sign of trouble opens a case.
 *   <li>For a short moment the other ranks are heard, so that a cause is not mistaken for its effects.
 *   <li>The strongest evidence decides: a dead worker, then one whose entry threw, then a disagreement, then a closed connection
 *       that others saw, then a timeout.
 *   <li>What turns out to be nothing (who complained has ended well since) closes the case.
 * </ol>
 *
 * <p>Threading: guarded by the coordinator's lock.
 */
final class VerdictDesk {

    private static final String AGAIN = "Look at the workers' logs, then start again from the last checkpoint.";

    private final List<Member> members;
    private final Timing timing;
    private final Disagreements disagreements;
    private long openedMs = -1;

    VerdictDesk(List<Member> members, Timing timing) {
        this.members = members;
        this.timing = timing;
        this.disagreements = new Disagreements(members);
    }

    /** Something is wrong: hear the others, then decide. */
    void open(long nowMs) {
        if (openedMs < 0) {
            openedMs = nowMs;
        }
    }

    /** The verdict, once there is one. */
    Optional<Verdict> look(List<Wait> waits, long nowMs) {
        Optional<Verdict> vain = waitsInVain(waits, nowMs);
        if (openedMs < 0) {
            if (vain.isEmpty() && disagreements.find().isPresent()) {
                open(nowMs);
            }
            return vain;
        }
        if (nowMs - openedMs < timing.collectMs() && !everyoneHasSpoken()) {
            return Optional.empty();
        }
        Optional<Verdict> verdict = judge().or(() -> vain);
        if (verdict.isEmpty()) {
            openedMs = -1;
        }
        return verdict;
    }

    private boolean everyoneHasSpoken() {
        boolean proven =
                members.stream().anyMatch(m -> m.in(Phase.LOST) || (m.failure != null && m.failure.verdict() == null));
        boolean certain = members.stream().allMatch(m -> m.loss == null || m.loss.certain());
        return proven && certain && members.stream().allMatch(Member::hasSpoken);
    }

    private Optional<Verdict> judge() {
        return lost().or(this::failed)
                .or(disagreements::find)
                .or(() -> suspected("worker-lost").map(this::connectionLost))
                .or(() -> suspected("timeout").map(this::timeout))
                .or(this::passedOn);
    }

    private Optional<Verdict> lost() {
        return first(Phase.LOST).map(m -> {
            Loss loss = Objects.requireNonNull(m.loss);
            OperationState last = m.lastState();
            String message = VerdictText.sentences(
                            VerdictText.who(m) + " was lost: " + loss.how(),
                            last == null ? "" : "it spoke last of " + VerdictText.operation(last),
                            VerdictText.doing(m),
                            VerdictText.others(members, m))
                    + VerdictText.lastLines(loss.lastLines());
            return new Verdict("worker-lost", m.rank(), message, loss.fix());
        });
    }

    private Optional<Verdict> failed() {
        return first(Phase.FAILED, m -> Objects.requireNonNull(m.failure).verdict() == null)
                .map(m -> {
                    Failure failure = Objects.requireNonNull(m.failure);
                    String message = VerdictText.who(m) + " failed: " + failure.message();
                    return new Verdict(
                            failure.kind(),
                            m.rank(),
                            VerdictText.sentences(message, VerdictText.others(members, m)),
                            failure.fix());
                });
    }

    private Verdict connectionLost(Member reporter) {
        Suspicion suspicion = Objects.requireNonNull(reporter.suspicion);
        Optional<Member> suspect = member(suspicion.suspect());
        if (suspect.isPresent() && suspect.get().in(Phase.ENDED)) {
            return disagreements.endedEarly(suspect.get(), List.of(reporter), VerdictText.operation(suspicion.state()));
        }
        String lost = suspect.map(VerdictText::who).orElse("a rank that it cannot name");
        return new Verdict(
                "worker-lost",
                suspicion.suspect(),
                VerdictText.sentences(
                        VerdictText.who(reporter) + " lost its connection to " + lost
                                + ", whose process still lives, in " + VerdictText.operation(suspicion.state()),
                        suspicion.detail()),
                "Look at the network between the two hosts, then start again from the last checkpoint.");
    }

    private Verdict timeout(Member reporter) {
        Suspicion suspicion = Objects.requireNonNull(reporter.suspicion);
        Optional<Member> suspect = member(suspicion.suspect());
        return new Verdict(
                "timeout",
                suspicion.suspect(),
                VerdictText.sentences(
                        suspect.map(VerdictText::who).orElse("a rank") + " did not come in time: " + suspicion.detail(),
                        suspect.map(VerdictText::doing).orElse(""),
                        VerdictText.others(members, suspect.orElse(null))),
                "If it was only slow, raise parallel.timeout; else see what it was doing in its log.");
    }

    /** A suspicion of another kind, or a group's error that an entry let through before the coordinator had one of its own. */
    private Optional<Verdict> passedOn() {
        Optional<Verdict> reported = accusers()
                .map(m -> Objects.requireNonNull(m.suspicion))
                .map(s -> new Verdict(s.kind(), s.suspect(), s.detail(), AGAIN))
                .findFirst();
        return reported.or(() -> first(Phase.FAILED)
                .map(m -> Objects.requireNonNull(m.failure))
                .map(f -> new Verdict(
                        f.kind(), f.verdict() == null ? -1 : f.verdict().rank(), f.message(), f.fix())));
    }

    /** Ranks wait for one that has ended well, and nothing of it can be on its way any more. */
    private Optional<Verdict> waitsInVain(List<Wait> waits, long nowMs) {
        return waits.stream()
                .filter(w -> w.awaited().in(Phase.ENDED))
                .filter(w -> nowMs - Math.max(w.sinceMs(), w.awaited().phaseMs) >= timing.endedGraceMs())
                .findFirst()
                .map(w -> disagreements.endedEarly(w.awaited(), w.waiting(), w.what()));
    }

    private Optional<Member> suspected(String kind) {
        return accusers()
                .filter(m -> Objects.requireNonNull(m.suspicion).kind().equals(kind))
                .findFirst();
    }

    /** Those who complained and did not end well since. */
    private Stream<Member> accusers() {
        return members.stream().filter(m -> m.suspicion != null && !m.in(Phase.ENDED));
    }

    private Optional<Member> first(Phase phase) {
        return first(phase, m -> true);
    }

    private Optional<Member> first(Phase phase, java.util.function.Predicate<Member> also) {
        return members.stream().filter(m -> m.in(phase)).filter(also).min(Comparator.comparingLong(m -> m.phaseMs));
    }

    private Optional<Member> member(int rank) {
        return rank < 0 || rank >= members.size() ? Optional.empty() : Optional.of(members.get(rank));
    }
}
