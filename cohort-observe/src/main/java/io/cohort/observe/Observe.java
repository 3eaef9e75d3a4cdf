package io.cohort.observe;

import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The job's {@code observe}: who follows the run.
 *
 * @param wanted the observers that were asked for, in the order of their providers
 */
public record Observe(List<Wanted> wanted) {

    /**
     * An observer that was asked for.
     *
     * @param key what asks for it
     * @param plan how it is made
     */
    public record Wanted(String key, ObserverProvider.Plan plan) {}

    public Observe {
        wanted = List.copyOf(wanted);
    }

    /** Reads it. */
    public static final class Section implements JobSection<Observe> {

        @Override
        public String key() {
            return "observe";
        }

        @Override
        public Class<Observe> type() {
            return Observe.class;
        }

        @Override
        public Observe read(JobNode node) {
            List<Wanted> wanted = new ArrayList<>();
            for (ObserverProvider provider : ServiceLoader.load(ObserverProvider.class)) {
                provider.read(node).ifPresent(plan -> wanted.add(new Wanted(provider.key(), plan)));
            }
            return new Observe(wanted);
        }
    }
}
