package io.cohort.bench;

import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * All-reduces of one tensor over one group, each awaited before the next is started. Every turn begins with fresh numbers and ends with a check of
 * the sum; neither is on the clock.
 *
 * @param group that is measured
 * @param tensor float32, where this group likes it best
 * @param numbers that go in, and what must come out
 * @param what is measured, for messages
 */
record AllReduceTurn(ProcessGroup group, Tensor tensor, RandomSum numbers, String what) implements Contestant {

    private static final int RUN_IN = 4;

    /** There is something to run in, and the first one, whose numbers were just written, is not alone. */
    @Override
    public int leastRepetitions() {
        return RUN_IN;
    }

    /** A quarter more than is counted comes before it: meanwhile the machine does what the meeting of all ranks has left it to do. */
    @Override
    public double turn(int repetitions) {
        repeat(repetitions / RUN_IN);
        return repeat(repetitions) / 1e9;
    }

    private long repeat(int repetitions) {
        long nanos = 0;
        for (int left = repetitions; left > 0; ) {
            int some = Math.min(left, numbers.mostRepetitions());
            numbers.restore(tensor);
            if (left == repetitions) {
                group.barrier().await();
            }
            nanos += timed(some);
            left -= some;
            if (left == 0) {
                numbers.check(tensor, some, what);
            }
        }
        return nanos;
    }

    private long timed(int repetitions) {
        try (PointerScope scope = new PointerScope()) {
            long beganNanos = System.nanoTime();
            for (int i = 0; i < repetitions; i++) {
                group.allReduce(tensor, ReduceOp.SUM).await();
            }
            return System.nanoTime() - beganNanos;
        }
    }
}
