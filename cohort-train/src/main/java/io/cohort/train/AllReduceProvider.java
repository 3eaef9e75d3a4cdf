package io.cohort.train;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Job;
import io.cohort.core.job.JobNode;
import io.cohort.torch.optim.OptimizerSection;
import io.cohort.train.AllReduce.Where;

/** {@code strategy: {name: all-reduce, bucket: 4MB, update: auto}}. */
public final class AllReduceProvider implements StrategyProvider {

    private static final long DEFAULT_BUCKET_BYTES = 4L << 20;

    @Override
    public String name() {
        return "all-reduce";
    }

    @Override
    public StrategyPlan read(JobNode options) {
        long bucketBytes = options.bytes("bucket", DEFAULT_BUCKET_BYTES);
        return new Plan(bucketBytes, Where.of(options.choice("update", "auto", Where.words())));
    }

    private record Plan(long bucketBytes, Where where) implements StrategyPlan {

        @Override
        public void check(Job job) {
            String reason = unshardable(job);
            if (where == Where.SHARDED && !reason.isEmpty()) {
                throw new UserMistake(
                        "update-sharded",
                        new Problem(
                                "parallel.strategy.update",
                                "sharded",
                                "cannot be: " + reason,
                                "Leave it out, and every worker updates all parameters where that is needed"));
            }
        }

        @Override
        public Strategy create(Job job) {
            check(job);
            return new AllReduce(bucketBytes, unshardable(job).isEmpty() ? where : Where.EVERYWHERE);
        }

        /** Why shards of parameters cannot be updated by themselves; empty when they can. */
        private static String unshardable(Job job) {
            if (job.section(OptimizerSection.Plan.class).rule().needsWholeParameters()) {
                return "this optimizer looks at each parameter as a whole";
            }
            if (job.section(TrainSettings.class).clip().isPresent()) {
                return "train.clip needs the norm of all gradients before the first update";
            }
            String algorithm = job.section(Parallel.class).engine().algorithm();
            return algorithm.equals("auto")
                    ? ""
                    : "parallel.algorithm " + algorithm + " is a way to all-reduce gradients, and shards need none";
        }
    }
}
