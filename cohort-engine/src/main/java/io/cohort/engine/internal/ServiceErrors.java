package io.cohort.engine.internal;

import io.cohort.core.error.RunFailed;
import java.time.Duration;

/** How calls of services fail, said the same way on every engine. */
final class ServiceErrors {

    static final String LOST = "service-lost";

    private ServiceErrors() {}

    static RunFailed failed(String service, String what) {
        return new RunFailed(
                "service-failed", "service " + service + " failed: " + what, "Its log has the stack trace.");
    }

    static RunFailed late(String service, Duration deadline) {
        return new RunFailed(
                "service-timeout",
                "service " + service + " did not answer within " + deadline.toMillis() + " ms",
                "Give the call more time, or see what the service does in its log.");
    }

    static RunFailed lost(String service, Loss loss) {
        return new RunFailed(
                LOST,
                "service " + service + " was lost: " + loss.how() + VerdictText.lastLines(loss.lastLines()),
                loss.fix());
    }
}
