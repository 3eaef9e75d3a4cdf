package io.cohort.engine.internal;

import static io.cohort.engine.internal.Simulation.SUM;
import static io.cohort.engine.internal.Simulation.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import io.cohort.core.event.Event;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CoordinatorTest {

    @Test
    void beginsOnceEveryoneHasJoined() {
        Simulation gang = new Simulation(3);
        gang.join(2);
        gang.join(0);
        assertThat(gang.begun).isEmpty();
        gang.join(1);
        assertThat(gang.begun).containsExactly(0, 1, 2);
        assertThat(gang.events).extracting(Event::type).containsOnly("worker");
        assertThat(gang.events).extracting(Event::rank).containsExactly(2, 0, 1);
        assertThat(gang.events.get(0).fields()).containsEntry("pid", 102L).containsEntry("host", "host2");
    }

    @Test
    void givesAPlaceOnce() {
        Simulation gang = Simulation.joined(2);
        gang.join(1);
        assertThat(gang.begun).containsExactly(0, 1);
    }

    @Test
    void givesResultsByRank() {
        Simulation gang = Simulation.joined(2);
        gang.coordinator.ended(1, "b");
        assertThat(gang.coordinator.outcome()).isNotDone();
        gang.coordinator.ended(0, "a");
        assertThat(gang.coordinator.outcome().join()).containsExactly("a", "b");
        assertThat(gang.coordinator.verdict()).isEmpty();
    }

    @Test
    void namesAWorkerThatMissesItsHeartbeats() {
        Simulation gang = Simulation.joined(2);
        gang.pass(5_000, 0);
        assertThat(gang.coordinator.verdict()).isEmpty();
        gang.pass(1_500, 0);
        assertThat(gang.verdict().kind()).isEqualTo("worker-lost");
        assertThat(gang.verdict().rank()).isEqualTo(1);
        assertThat(gang.verdict().message())
                .startsWith("rank 1 (worker-1 on host1, process 101) was lost: no heartbeat for");
    }

    @Test
    void doesNotTakeABusyLauncherForADeadWorker() {
        Simulation gang = Simulation.joined(2);
        gang.coordinator.busy(1, true);
        gang.pass(20_000, 0);
        gang.freeze(60_000);
        gang.pass(4_000, 0);
        assertThat(gang.coordinator.verdict()).isEmpty();
        gang.coordinator.busy(1, false);
        gang.pass(8_000, 0);
        assertThat(gang.verdict().rank()).isEqualTo(1);
    }

    @Test
    void prefersTheDeadToWhatOthersSaw() {
        Simulation gang = Simulation.joined(3);
        gang.reports(0, "worker-lost", 2);
        gang.reports(2, "worker-lost", 0);
        gang.pass(500, 0, 1, 2);
        gang.coordinator.lost(1, Loss.connectionClosed());
        gang.coordinator.lost(1, ExitCode.loss(137, List.of("almost there")));
        gang.pass(1_000, 0, 2);
        Verdict verdict = gang.verdict();
        assertThat(verdict.kind()).isEqualTo("worker-lost");
        assertThat(verdict.rank()).isEqualTo(1);
        assertThat(verdict.message())
                .contains("signal 9 (SIGKILL)")
                .contains("Ranks 0, 2 waited in operation 7 of group worker (" + SUM + ")")
                .endsWith("Its last lines:\n  almost there");
    }

    @Test
    void waitsForTheExitCodeBehindAClosedConnection() {
        Simulation gang = Simulation.joined(2);
        gang.coordinator.lost(1, Loss.connectionClosed());
        gang.reports(0, "worker-lost", 1);
        gang.pass(500, 0);
        assertThat(gang.coordinator.verdict()).isEmpty();
        gang.coordinator.lost(1, ExitCode.loss(139, List.of()));
        gang.pass(100, 0);
        assertThat(gang.verdict().message()).contains("signal 11 (SIGSEGV)");
        assertThat(gang.verdict().fix()).contains("hs_err_pid");
    }

    @Test
    void decidesWithoutTheExitCodeWhenNoneComes() {
        Simulation gang = Simulation.joined(2);
        gang.coordinator.lost(1, Loss.connectionClosed());
        gang.pass(1_100, 0);
        assertThat(gang.verdict().message()).contains("its connection to the launcher closed");
    }

    @Test
    void tellsEveryoneTheSameOnce() {
        Simulation gang = Simulation.joined(3);
        gang.coordinator.failed(2, Failure.of(new IllegalStateException("bad data")));
        gang.reports(0, "worker-lost", 2);
        gang.pass(3_000, 0, 1);
        gang.coordinator.lost(1, ExitCode.loss(1, List.of()));
        gang.pass(3_000, 0);
        Verdict verdict = gang.verdict();
        assertThat(verdict.kind()).isEqualTo("worker-failed");
        assertThat(verdict.rank()).isEqualTo(2);
        assertThat(verdict.message())
                .contains("rank 2 (worker-2 on host2, process 102) failed: IllegalStateException: bad data");
        assertThat(gang.told).allSatisfy(list -> assertThat(list).containsExactly(verdict));
        assertThat(gang.failure().kind()).isEqualTo("worker-failed");
        assertThat(gang.failure().rank()).hasValue(2);
    }

    @Test
    void seesTwoOperationsAtOneNumber() {
        Simulation gang = Simulation.joined(3);
        gang.coordinator.waiting(0, state(7, SUM, 1));
        gang.coordinator.waiting(1, state(7, "all-reduce sum float32[999]", 0));
        gang.coordinator.waiting(2, state(7, SUM, 1));
        gang.pass(1_200, 0, 1, 2);
        assertThat(gang.verdict().kind()).isEqualTo("disagreement");
        assertThat(gang.verdict().rank()).as("the one against two").isEqualTo(1);
        assertThat(gang.verdict().message())
                .contains("operation 7 of group worker")
                .contains("rank 1 (worker-1 on host1, process 101) ran all-reduce sum float32[999]")
                .contains("rank 0 (worker-0 on host0, process 100) and rank 2 (worker-2 on host2, process 102) ran "
                        + SUM);
    }

    @Test
    void namesNoSingleRankWhenItIsOneAgainstOne() {
        Simulation gang = Simulation.joined(2);
        gang.coordinator.waiting(0, state(7, SUM, 1));
        gang.coordinator.waiting(1, state(7, "barrier", 0));
        gang.pass(1_200, 0, 1);
        assertThat(gang.verdict().kind()).isEqualTo("disagreement");
        assertThat(gang.verdict().rank()).isEqualTo(-1);
    }

    @Test
    void doesNotTakeSendsAndReceivesForADisagreement() {
        Simulation gang = Simulation.joined(2);
        gang.coordinator.waiting(0, state(3, "send float32[4]", 1));
        gang.coordinator.waiting(1, state(3, "receive float32[4]", 0));
        gang.coordinator.waiting(0, state(0, "receive float32[4]", 1));
        gang.pass(3_000, 0, 1);
        assertThat(gang.coordinator.verdict()).isEmpty();
    }

    @Test
    void namesTheRankThatEndedWhileOthersWait() {
        Simulation gang = Simulation.joined(2);
        gang.waits(0, 7, 1);
        gang.coordinator.ended(1, "{}");
        gang.pass(1_900, 0);
        assertThat(gang.coordinator.verdict())
                .as("its last bytes may be on their way")
                .isEmpty();
        gang.pass(200, 0);
        assertThat(gang.verdict().kind()).isEqualTo("disagreement");
        assertThat(gang.verdict().rank()).isEqualTo(1);
    }

    @Test
    void forgetsAComplaintOfOneThatEndedWell() {
        Simulation gang = Simulation.joined(2);
        gang.coordinator.ended(1, "b");
        gang.reports(0, "worker-lost", 1);
        gang.pass(300, 0);
        gang.coordinator.ended(0, "a");
        gang.pass(2_000);
        assertThat(gang.coordinator.outcome().join()).containsExactly("a", "b");
    }

    @Test
    void warnsOfALateRankOnceAnOperation() {
        Simulation gang = Simulation.joined(3);
        for (int second = 0; second < 30; second++) {
            gang.waits(0, 7, second % 2 == 0 ? 1 : 2);
            gang.waits(1, 7, 2);
            gang.pass(1_000, 0, 1, 2);
        }
        assertThat(gang.warnings()).hasSize(1);
        Event warning = gang.warnings().get(0);
        assertThat(warning.rank()).isEqualTo(Event.LAUNCHER);
        assertThat(warning.fields())
                .containsEntry("kind", "late-worker")
                .containsEntry("late", 2)
                .containsEntry("waiting", List.of(0, 1));
        assertThat(warning.timeMs()).as("within ten seconds").isLessThanOrEqualTo(1_000_000 + 9_000);
        assertThat(gang.coordinator.verdict()).isEmpty();
        gang.coordinator.waiting(0, new OperationState("worker", 7, SUM, -1, true));
        gang.coordinator.waiting(1, new OperationState("worker", 7, SUM, -1, true));
        for (int second = 0; second < 12; second++) {
            gang.waits(0, 8, 2);
            gang.pass(1_000, 0, 1, 2);
        }
        assertThat(gang.warnings()).hasSize(2);
    }

    @Test
    void endsWithTheTimeoutThatARankReported() {
        Simulation gang = Simulation.joined(2);
        gang.reports(0, "timeout", 1);
        gang.pass(1_200, 0, 1);
        assertThat(gang.verdict().kind()).isEqualTo("timeout");
        assertThat(gang.verdict().rank()).isEqualTo(1);
        assertThat(gang.verdict().fix()).contains("parallel.timeout");
    }

    @Test
    void endsWhenWorkersDoNotJoin() {
        Simulation gang = new Simulation(3);
        gang.join(0);
        gang.pass(121_000, 0);
        assertThat(gang.verdict().kind()).isEqualTo("timeout");
        assertThat(gang.verdict().rank()).isEqualTo(1);
        assertThat(gang.verdict().message()).contains("ranks 1, 2 did not join within 120 s; 1 of 3 workers are there");
    }

    @Test
    void stopsThoseWhoJoinAfterTheRequest() {
        Simulation gang = new Simulation(2);
        gang.join(0);
        gang.coordinator.requestStop();
        assertThat(gang.stopped).isEmpty();
        gang.join(1);
        assertThat(gang.stopped).containsExactly(0, 1);
    }

    @Test
    void endsFromOutsideOnlyWhatStillRuns() {
        Simulation gang = Simulation.joined(1);
        gang.coordinator.ended(0, "done");
        gang.coordinator.stop("closed", "");
        assertThat(gang.coordinator.outcome().join()).containsExactly("done");
    }

    /** Whatever comes in whatever order: at most one verdict, the same for all, and never one beside a good end. */
    @Property(tries = 300, seed = "42")
    void decidesAtMostOnce(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int workers) {
        Random random = new Random(seed);
        Simulation gang = Simulation.joined(workers);
        for (int i = 0; i < 40; i++) {
            act(gang, random, random.nextInt(workers), random.nextInt(workers));
        }
        gang.pass(8_000);
        assertThat(gang.told).allSatisfy(list -> assertThat(list).hasSizeLessThanOrEqualTo(1));
        assertThat(gang.coordinator.outcome()).isDone();
        assertThat(gang.coordinator.outcome().isCompletedExceptionally())
                .isEqualTo(gang.coordinator.verdict().isPresent());
        gang.told.forEach(list -> list.forEach(v -> assertThat(v).isEqualTo(gang.verdict())));
    }

    private static void act(Simulation gang, Random random, int rank, int peer) {
        switch (random.nextInt(8)) {
            case 0 -> gang.waits(rank, random.nextInt(3), peer);
            case 1 -> gang.reports(rank, random.nextBoolean() ? "timeout" : "worker-lost", peer);
            case 2 -> gang.coordinator.ended(rank, "r");
            case 3 -> gang.coordinator.waiting(rank, state(random.nextInt(3), "barrier", peer));
            case 4 -> gang.pass(random.nextInt(1_500), rank, peer);
            case 5 -> gang.coordinator.heard(rank);
            case 6 -> {
                if (random.nextInt(10) == 0) {
                    gang.coordinator.lost(rank, Loss.connectionClosed());
                }
            }
            default -> {
                if (random.nextInt(10) == 0) {
                    gang.coordinator.failed(rank, Failure.of(new IllegalStateException("x")));
                }
            }
        }
    }
}
