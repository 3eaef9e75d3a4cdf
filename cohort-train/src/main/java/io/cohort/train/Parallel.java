package io.cohort.train;

import io.cohort.core.job.Job;
import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import io.cohort.core.job.Nearest;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Security;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The job's {@code parallel}: on how many workers, where, and how they share the work.
 *
 * @param workers training workers
 * @param engine where and how they run
 * @param strategyName the word after {@code strategy}
 * @param strategy how they train one model together
 * @param syncBatchNorm whether batch normalisation counts over all workers; else each worker normalises with its own share, and only the running statistics
 *     are averaged
 */
public record Parallel(
        int workers, EngineOptions engine, String strategyName, StrategyPlan strategy, boolean syncBatchNorm) {

    /** Where and how a job's workers run, and what encrypts their connections. */
    static EngineOptions engineOf(Job job) {
        return job.section(Parallel.class)
                .engine()
                .withTls(job.section(Security.class).tls());
    }

    /** Reads it. */
    public static final class Section implements JobSection<Parallel> {

        private static final int MANY = 4096;

        @Override
        public String key() {
            return "parallel";
        }

        @Override
        public Class<Parallel> type() {
            return Parallel.class;
        }

        @Override
        public Parallel read(JobNode node) {
            int workers = (int) node.integer("workers", 2, 1, MANY);
            EngineOptions engine = EngineOptions.read(node);
            JobNode chosen = node.named("strategy", "all-reduce");
            String name = chosen.text("name", "all-reduce");
            return new Parallel(workers, engine, name, strategy(chosen, name), node.flag("syncBatchNorm", false));
        }

        private static StrategyPlan strategy(JobNode chosen, String name) {
            Map<String, StrategyProvider> known = new TreeMap<>();
            ServiceLoader.load(StrategyProvider.class).forEach(p -> known.put(p.name(), p));
            StrategyProvider provider = known.get(name);
            if (provider == null) {
                String fix =
                        Nearest.of(name, known.keySet()).map(n -> "Write " + n).orElse("");
                chosen.problem(
                        "name", "no strategy has this name; there are " + String.join(", ", known.keySet()), fix);
                return new AllReduceProvider().read(chosen);
            }
            return provider.read(chosen);
        }
    }
}
