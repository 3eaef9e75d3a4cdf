package io.cohort.engine.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.LongSupplier;

/**
 * Whether a launcher on another host can still be reached. A cut link closes no connection, so silence is looked into: a launcher that is only busy still has a
 * system that takes a connection.
 *
 * <p>Threading: {@link #heard} on any thread, {@link #isLost} on one.
 */
final class LauncherReach {

    private static final long SILENT_NANOS = 2_500_000_000L;
    private static final int CONNECT_MS = 2_000;

    private final InetSocketAddress launcher;
    private final LongSupplier nanoTime;
    private volatile long heardNanos;

    /** @param nanoTime tells the time, in nanoseconds from anywhere */
    LauncherReach(InetSocketAddress launcher, LongSupplier nanoTime) {
        this.launcher = launcher;
        this.nanoTime = nanoTime;
        this.heardNanos = nanoTime.getAsLong();
    }

    /** Something came from the launcher. */
    void heard() {
        heardNanos = nanoTime.getAsLong();
    }

    /** Blocks for two seconds when nothing was heard for long and no connection can be made. */
    boolean isLost() {
        if (nanoTime.getAsLong() - heardNanos < SILENT_NANOS) {
            return false;
        }
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(launcher.getHostString(), launcher.getPort()), CONNECT_MS);
            heard();
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
