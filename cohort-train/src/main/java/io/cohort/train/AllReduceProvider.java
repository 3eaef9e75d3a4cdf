package io.cohort.train;

import io.cohort.core.job.JobNode;

/** {@code strategy: {name: all-reduce, bucket: 4MB}}. */
public final class AllReduceProvider implements StrategyProvider {

    private static final long DEFAULT_BUCKET_BYTES = 4L << 20;

    @Override
    public String name() {
        return "all-reduce";
    }

    @Override
    public StrategyPlan read(JobNode options) {
        long bucketBytes = options.bytes("bucket", DEFAULT_BUCKET_BYTES);
        return () -> new AllReduce(bucketBytes);
    }
}
