package io.cohort.torch.data;

/** A format of data files ({@code data.format}). Found through {@link java.util.ServiceLoader}. */
public interface DataFormat extends DataReader {

    /** The word after {@code data.format}. */
    String name();
}
