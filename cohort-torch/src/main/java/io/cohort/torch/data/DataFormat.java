package io.cohort.torch.data;

import io.cohort.core.job.JobNode;

/** A format of data files ({@code data.format}). Found through {@link java.util.ServiceLoader}. */
public interface DataFormat {

    /** The word after {@code data.format}. */
    String name();

    /** Reads the format's own keys; problems are noted on the node, files are not touched yet. */
    Source read(JobNode options);
}
