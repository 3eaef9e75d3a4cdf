package io.cohort.engine.internal;

import io.cohort.core.timeline.Timeline;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The launcher's clock, as far as it can be told from here: the answer to the quickest heartbeat shows how far the clocks are apart.
 *
 * <p>Within the error of that measure (half its round trip) the clocks count as equal, so that on one host they are.
 * <p>Threading: one thread tells, any thread asks.
 */
final class LauncherClock {

    private static final byte[] NOTHING_YET = {};

    private final LongSupplier unixNanos;
    private long bestRoundTripMs = Long.MAX_VALUE;
    private volatile long offsetMs;
    private volatile boolean known;

    LauncherClock() {
        this(LauncherClock::unixNanos);
    }

    /** @param unixNanos this host's own clock: nanoseconds since 1970 */
    LauncherClock(LongSupplier unixNanos) {
        this.unixNanos = unixNanos;
    }

    /** A heartbeat was answered: sent and received on this clock, answered on the launcher's. */
    void answered(long sentMs, long launcherMs, long receivedMs) {
        long roundTripMs = receivedMs - sentMs;
        if (roundTripMs < 0 || roundTripMs >= bestRoundTripMs) {
            return;
        }
        bestRoundTripMs = roundTripMs;
        long apartMs = launcherMs - (sentMs + receivedMs) / 2;
        offsetMs = Math.abs(apartMs) <= roundTripMs / 2 + 1 ? 0 : apartMs;
        known = true;
    }

    /** Whether any heartbeat was answered: until then this host's own clock is all there is. */
    boolean isKnown() {
        return known;
    }

    /** What a timeline has to tell now. What happened before the clocks were compared waits until they are: times of another clock are worse than none. */
    byte[] part(Timeline timeline) {
        return known ? timeline.drain(nowNanos()).encode() : NOTHING_YET;
    }

    long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(unixNanos.getAsLong()) + offsetMs;
    }

    /** Nanoseconds since 1970, as exact as this host's clock is. */
    long nowNanos() {
        return unixNanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(offsetMs);
    }

    /** The same on this host's own clock. */
    static long unixNanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    long offsetMs() {
        return offsetMs;
    }
}
