package io.cohort.torch.data;

import io.cohort.core.job.JobNode;

/**
 * Reads the options of a data section into a source. A class of one's own that implements it is named in the job, and reads keys of its own:
 *
 * <pre>{@code
 * public final class Waves implements DataReader {
 *     public Source read(JobNode options) {
 *         int samples = (int) options.integer("samples", 1000, 1, 1_000_000);
 *         return task -> new ArrayData(SPEC, inputs(samples), targets(samples));
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * data: { class: com.acme.Waves, samples: 5000 }
 * }</pre>
 */
public interface DataReader {

    /** Reads the options; problems are noted on the node, nothing is opened yet. */
    Source read(JobNode options);
}
