package io.cohort.comm.internal.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.CommException;
import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.fault.Roster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OperationQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GroupFate fate = new GroupFate(
            new Roster("workers", 0, List.of(0, 1), List.of("a", "b")), new NobodyIsDead(), Duration.ofMillis(1));
    private final CountDownLatch ended = new CountDownLatch(1);
    private OperationQueue queue = queue(true);
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    private OperationQueue queue(boolean overlaps) {
        return new OperationQueue("queue-under-test", fate, overlaps, ended::countDown);
    }

    @AfterEach
    void close() throws InterruptedException {
        fate.close();
        queue.stop(PATIENCE);
    }

    @Test
    void runsWhatStandsInFrontOnTheThreadThatWaits() {
        List<Told> tasks = List.of(new Told("first"), new Told("second"), new Told("third"));
        tasks.forEach(task -> queue.submit(task, false));

        queue.help(tasks.get(1)::isDone); // the queue's own thread has not been started: nobody else can have run them

        String here = Thread.currentThread().getName();
        assertThat(ran).containsExactly("first on " + here, "second on " + here);
    }

    @Test
    void goesOnWithoutTheHelperOnceItHasWhatItWaitedFor() throws InterruptedException {
        queue.start();
        Told awaited = new Told("awaited");
        Told other = new Told("other");
        queue.submit(awaited, false);
        queue.submit(other, false);
        queue.help(awaited::isDone);

        assertThat(other.done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).hasSize(2).last().asString().startsWith("other");
    }

    @Test
    void findsWhatNobodyWaitsForWhereNoCoreIsToSpareEither() throws InterruptedException {
        queue = queue(false);
        queue.start();
        Told task = new Told("alone");
        queue.submit(task, false);

        assertThat(task.done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly("alone on queue-under-test");
    }

    @Test
    void findsWhatNobodyWaitsForAlsoAfterALongSleep() throws InterruptedException {
        queue.start();
        for (String name : List.of("early", "late")) {
            Told task = new Told(name);
            queue.submit(task, false);
            assertThat(task.done.await(10, TimeUnit.SECONDS)).isTrue();
            awaitSleep();
        }
        assertThat(ran).containsExactly("early on queue-under-test", "late on queue-under-test");
    }

    @Test
    void failsWhatIsLeftWithTheGroupsVerdict() throws InterruptedException {
        Told never = new Told("never");
        queue.submit(never, false);
        fate.close();
        queue.start();
        assertThat(queue.stop(PATIENCE)).isTrue();

        assertThat(ended.getCount()).isZero();
        assertThat(never.failure).isNotNull();
        assertThat(never.failure.kind()).isEqualTo("stopped");
        assertThatThrownBy(() -> queue.submit(new Told("later"), true)).isInstanceOf(CommException.class);
        assertThat(ran).isEmpty();
    }

    @Test
    void endsTheGroupOverAnErrorNobodyThoughtOf() {
        Told broken = new Told("broken") {
            @Override
            public void run() {
                throw new IllegalStateException("out of luck");
            }
        };
        queue.submit(broken, false);
        queue.help(broken::isDone);

        assertThat(broken.failure).isNotNull();
        assertThat(broken.failure.message()).contains("out of luck");
        assertThatThrownBy(fate::check).isInstanceOf(CommException.class);
    }

    /** Until the thread has stopped looking by itself and must be called. */
    private static void awaitSleep() {
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(live -> live.getName().equals("queue-under-test"))
                .findAny()
                .orElseThrow();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private class Told implements OperationQueue.Task {
        private final String name;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile Verdict failure;

        Told(String name) {
            this.name = name;
        }

        boolean isDone() {
            return done.getCount() == 0;
        }

        @Override
        public void run() {
            ran.add(name + " on " + Thread.currentThread().getName());
            done.countDown();
        }

        @Override
        public void fail(Verdict verdict) {
            failure = verdict;
            done.countDown();
        }
    }

    private static final class NobodyIsDead implements Liveness {
        @Override
        public Optional<Verdict> verdict() {
            return Optional.empty();
        }

        @Override
        public void report(Suspicion suspicion) {
            // Nobody decides; the group's own view counts.
        }

        @Override
        public void waiting(OperationState state) {
            // Nobody listens.
        }
    }
}
