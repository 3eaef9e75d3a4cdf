package io.cohort.torch.data;

/**
 * A data set divided for training. No sample is in two parts; validation and test may be empty.
 *
 * @param train what the model learns from; never empty
 * @param validation what early stopping and the choice of the best checkpoint look at
 * @param test what the final figures are measured on; may come from files of its own
 */
public record DataSplit(Samples train, Samples validation, Samples test) {

    /** What the model must take and give. */
    public DataSpec spec() {
        return train.data().spec();
    }
}
