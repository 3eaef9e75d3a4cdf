package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LauncherReachTest {

    private static final long SILENCE_NANOS = 2_600_000_000L;

    @Test
    void asksASilentLauncherBeforeItIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            AtomicLong now = new AtomicLong(-5);
            LauncherReach reach = new LauncherReach((InetSocketAddress) silent.getLocalSocketAddress(), now::get);
            assertThat(reach.isLost()).as("it was heard a moment ago").isFalse();
            now.addAndGet(SILENCE_NANOS);
            assertThat(reach.isLost())
                    .as("it says nothing, and can be connected to")
                    .isFalse();
            silent.accept().close();
            now.addAndGet(SILENCE_NANOS);
            silent.close();
            assertThat(reach.isLost()).as("it cannot be connected to").isTrue();
            reach.heard();
            assertThat(reach.isLost()).as("it was heard again").isFalse();
        }
    }
}
