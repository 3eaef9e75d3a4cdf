package io.cohort.bench;

import io.cohort.comm.ProcessGroup;
import io.cohort.train.RepeatedSteps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Training measured in three ways, by turns: one worker while the others do nothing, all workers at the same time without a word between them, and all
 * workers together; and in a fourth, all workers together by a peer's means.
 *
 * <p>Threading: confined to the worker's thread.
 */
final class TrainTurns {

    /**
     * Samples a second, of all workers that train, in the median turn.
     *
     * @param one of one worker while the others wait
     * @param silent of all workers, each by itself
     * @param together of all workers on one model
     * @param peer of all workers on one model, by the peer's means; not-a-number without one
     * @param turns of each kind
     * @param steps of a turn together
     */
    record Rates(double one, double silent, double together, double peer, int turns, int steps) {}

    private final Ranks ranks;
    private final ProcessGroup group;
    private final RepeatedSteps solo;
    private final RepeatedSteps joint;
    private final @Nullable DdpSteps peer;

    /**
     * Prepares to measure.
     *
     * @param group of all workers
     * @param solo what this worker does by itself
     * @param joint what it does with all others
     * @param peer what it does with all others by the peer's means; {@code null} for no peer
     */
    TrainTurns(Ranks ranks, ProcessGroup group, RepeatedSteps solo, RepeatedSteps joint, @Nullable DdpSteps peer) {
        this.ranks = ranks;
        this.group = group;
        this.solo = solo;
        this.joint = joint;
        this.peer = peer;
    }

    Rates measure(Pace pace, Rounds.Progress progress) {
        List<Contestant> contestants = new ArrayList<>();
        contestants.add(steps -> group.rank() == 0 ? timed(solo::run, steps) : 0);
        contestants.add(steps -> atOnce(solo::run, steps));
        contestants.add(steps -> atOnce(joint::run, steps));
        if (peer != null) {
            contestants.add(steps -> atOnce(peer::run, steps));
        }
        List<Turns> turns = new Rounds(ranks, pace, progress).run(contestants);
        return new Rates(
                rate(turns.get(0), solo.samples()),
                rate(turns.get(1), solo.samples()),
                rate(turns.get(2), joint.samples()),
                peer == null ? Double.NaN : rate(turns.get(3), peer.samples()),
                turns.get(2).seconds().length,
                turns.get(2).repetitions());
    }

    private double atOnce(IntConsumer work, int steps) {
        group.barrier().await();
        return timed(work, steps);
    }

    private static double timed(IntConsumer work, int steps) {
        long beganNanos = System.nanoTime();
        work.accept(steps);
        return (System.nanoTime() - beganNanos) / 1e9;
    }

    /** Every rank's own rate, added up over those that trained. */
    private double rate(Turns turns, int samples) {
        double[] own = Arrays.stream(turns.seconds())
                .map(seconds -> seconds > 0 ? samples / seconds : 0)
                .toArray();
        return Turns.median(ranks.sum(own));
    }

    /** A group for each rank, in which it is alone. */
    static ProcessGroup alone(ProcessGroup group) {
        return IntStream.range(0, group.size())
                .mapToObj(rank -> group.subgroup("alone-" + rank, List.of(rank)))
                .toList() // every rank takes part in the making of each
                .get(group.rank())
                .orElseThrow();
    }
}
