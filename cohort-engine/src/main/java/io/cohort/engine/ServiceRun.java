package io.cohort.engine;

import java.time.Duration;

/** A service that runs. Safe for several threads. */
public interface ServiceRun extends AutoCloseable {

    /** Where it is reached: {@code host:port}, or {@code local:name} on threads. */
    String address();

    /** Calls it as somebody. @throws io.cohort.core.error.RunFailed when it does not answer in time or fails */
    byte[] call(String caller, String method, byte[] request, Duration deadline);

    @Override
    void close();
}
