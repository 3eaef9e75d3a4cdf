package io.cohort.engine.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what nobody announces, such as the end of a process that is not ours. */
final class Eventually {

    private Eventually() {}

    static boolean within(Duration deadline, BooleanSupplier condition) throws InterruptedException {
        long untilNs = System.nanoTime() + deadline.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > untilNs || never.await(20, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }
}
