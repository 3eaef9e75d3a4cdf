package io.cohort.torch.data;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The {@code data} section of a job: where the samples come from and how they are divided. Does not touch libtorch.
 *
 * @param source the samples to train on
 * @param ownTest test samples from elsewhere; {@code null} when a share of {@code source} is held out
 * @param task what is to be predicted; {@code null} to guess it from the targets
 * @param test the share of {@code source} held out for the final figures, in [0, 1); unused with {@code ownTest}
 * @param validation the share of {@code source} held out to watch training, in [0, 1)
 */
public record DataSource(Source source, @Nullable Source ownTest, @Nullable Task task, double test, double validation) {

    /**
     * Reads everything, checks it, and divides it with the seed: of a {@linkplain Permutation permutation} of all samples the first go to
     * test, the next to validation, the rest to training, each part then in rising order. A share above 0 takes at least one sample.
     *
     * @throws UserMistake saying what is wrong with the data
     */
    public DataSplit open(long seed) {
        IndexedData data = source.open(task);
        int tests = ownTest == null ? count(test, data.size()) : 0;
        int validations = count(validation, data.size());
        if (tests + validations >= data.size()) {
            throw new UserMistake(
                    "data-too-small",
                    new Problem(
                            "data",
                            data.size() + " samples",
                            "holding out " + tests + " for test and " + validations
                                    + " for validation leaves none to train on",
                            "Lower data.test or data.validation, or give more samples"));
        }
        int[] order = Permutation.of(data.size(), seed);
        Samples heldOut = ownTest == null ? part(data, order, 0, tests) : Samples.all(openTest(ownTest, data.spec()));
        return new DataSplit(
                part(data, order, tests + validations, order.length),
                part(data, order, tests, tests + validations),
                heldOut);
    }

    private static IndexedData openTest(Source source, DataSpec trained) {
        IndexedData data = source.open(trained.task());
        trained.requireTakes(data.spec(), "data.test");
        return data;
    }

    private static int count(double share, int samples) {
        return share == 0 ? 0 : (int) Math.max(1, Math.round(share * samples));
    }

    private static Samples part(IndexedData data, int[] order, int from, int to) {
        int[] numbers = Arrays.copyOfRange(order, from, to);
        Arrays.sort(numbers);
        return new Samples(data, numbers);
    }
}
