package io.cohort.observe.internal.prometheus;

import io.cohort.core.job.JobNode;
import io.cohort.observe.ObserverProvider;
import java.util.Optional;

/** {@code prometheus: PORT} or {@code HOST:PORT}: the run's figures at {@code /metrics} while it goes. Off unless given. */
public final class PrometheusProvider implements ObserverProvider {

    private static final String KEY = "prometheus";

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public Optional<Plan> read(JobNode observe) {
        Optional<String> text = observe.text(KEY);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Address> address = Address.parse(text.get());
        if (address.isEmpty()) {
            observe.problem(KEY, "must be a port from 0 to 65535, or HOST:PORT", "Write observe.prometheus: 9400");
        }
        return address.map(at -> () -> MetricsPort.open(at));
    }
}
