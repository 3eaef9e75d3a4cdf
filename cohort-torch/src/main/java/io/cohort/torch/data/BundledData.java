package io.cohort.torch.data;

/** A data set that comes with a jar and is asked for by name ({@code data.name}). Found through {@link java.util.ServiceLoader}. */
public interface BundledData extends Source {

    /** The word after {@code data.name}. */
    String name();
}
