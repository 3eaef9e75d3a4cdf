package io.cohort.torch.data;

import io.cohort.core.error.Problem;
import io.cohort.core.error.RunFailed;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Nearest;
import io.cohort.core.job.Sections;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code data} section of a job: where the samples come from and how they are divided. Does not touch libtorch.
 *
 * @param source the samples to train on
 * @param ownTest test samples from elsewhere; {@code null} when a share of {@code source} is held out
 * @param task what is to be predicted; {@code null} to guess it from the targets
 * @param test the share of {@code source} held out for the final figures, in [0, 1); unused with {@code ownTest}
 * @param validation the share of {@code source} held out to watch training, in [0, 1)
 * @param augmentation done to training samples
 * @param loaders threads of each worker that prepare the next batches; 0 to prepare them between steps
 */
public record DataSource(
        Source source,
        @Nullable Source ownTest,
        @Nullable Task task,
        double test,
        double validation,
        Augmentation augmentation,
        int loaders) {

    /** Without augmentation, with one loader. */
    public DataSource(Source source, @Nullable Source ownTest, @Nullable Task task, double test, double validation) {
        this(source, ownTest, task, test, validation, Augmentation.NONE, 1);
    }

    /**
     * Reads everything, checks it, and divides it with the seed: of a {@linkplain Permutation permutation} of all samples the first go to
     * test, the next to validation, the rest to training, each part then in rising order. Of samples {@linkplain IndexedData#ordered() in order} the
     * last go to test and those before them to validation. A share above 0 takes at least one sample.
     *
     * @throws UserMistake saying what is wrong with the data
     */
    public DataSplit open(long seed) {
        IndexedData raw = source.open(task);
        augmentation.requireFits(raw.spec());
        return split(raw, Parts.of(this, raw.size(), raw.ordered(), seed));
    }

    /**
     * Reads everything that was opened elsewhere before, as a worker does: what was learned then is not learned again, and the same samples go to the same
     * parts.
     *
     * @param opened what {@link #open} gave, with the same seed
     * @throws RunFailed of kind {@code data-changed} when there are more samples now, or fewer
     * @throws UserMistake saying what is wrong with the data
     */
    public DataSplit openAgain(long seed, Opened opened) {
        Parts parts = Parts.of(this, opened.samples, opened.ordered, seed);
        IndexedData raw = source.openAgain(opened.spec, parts.training);
        if (raw.size() != opened.samples || raw.ordered() != opened.ordered) {
            throw new RunFailed(
                    "data-changed",
                    "data: has " + raw.size() + " samples here, but " + opened.samples + " where the run was started",
                    "Give every worker the same data, and leave it alone while a run reads it",
                    -1,
                    null);
        }
        return split(raw, parts);
    }

    /**
     * What is known of data that was opened once.
     *
     * @param spec with what was learned from training samples
     * @param samples how many there are, all parts together
     * @param ordered whether they {@linkplain IndexedData#ordered() follow each other}
     */
    public record Opened(DataSpec spec, int samples, boolean ordered) {

        /** What a split says of its data. */
        public static Opened of(DataSplit split) {
            IndexedData data = split.train().data();
            return new Opened(data.spec(), data.size(), data.ordered());
        }
    }

    private DataSplit split(IndexedData raw, Parts parts) {
        IndexedData data = raw.learnedFrom(parts.training);
        Samples heldOut =
                ownTest == null ? new Samples(data, parts.test) : openFor(ownTest, data.spec(), true, "data.test");
        return new DataSplit(new Samples(data, parts.training), new Samples(data, parts.validation), heldOut);
    }

    /** The numbers of the samples in each part, rising. */
    private record Parts(int[] test, int[] validation, int[] training) {

        static Parts of(DataSource source, int samples, boolean ordered, long seed) {
            int tests = source.ownTest == null ? count(source.test, samples) : 0;
            int validations = count(source.validation, samples);
            if (tests + validations >= samples) {
                throw new UserMistake(
                        "data-too-small",
                        new Problem(
                                "data",
                                samples + " samples",
                                "holding out " + tests + " for test and " + validations
                                        + " for validation leaves none to train on",
                                "Lower data.test or data.validation, or give more samples"));
            }
            int[] order = ordered ? backwards(samples) : Permutation.of(samples, seed);
            return new Parts(
                    part(order, 0, tests),
                    part(order, tests, tests + validations),
                    part(order, tests + validations, order.length));
        }
    }

    /**
     * Reads everything as a trained model takes it, checks it, and divides nothing: for asking a model about all of {@link #source}.
     *
     * @param trained what the model was trained on
     * @param labelled whether targets are needed
     * @throws UserMistake saying what is wrong with the data, or does not fit the model
     */
    public Samples openWhole(DataSpec trained, boolean labelled) {
        if (task != null) {
            trained.requireTask(task, "data");
        }
        return openFor(source, trained, labelled, "data");
    }

    /**
     * What a command line names as data: a bundled data set, or a YAML file that holds a {@code data} section.
     *
     * @throws UserMistake of kind {@code unknown-data} when it is neither, {@code no-such-file}, or with every problem of the section
     */
    public static DataSource named(String nameOrFile) {
        List<String> bundled = DataSection.bundled();
        if (bundled.contains(nameOrFile)) {
            return Sections.read(new DataSection(), Map.of("name", nameOrFile), "");
        }
        if (nameOrFile.contains(".") || Files.exists(Path.of(nameOrFile))) {
            return Sections.read(new DataSection(), Path.of(nameOrFile));
        }
        throw new UserMistake(
                "unknown-data",
                new Problem(
                        "data",
                        nameOrFile,
                        "is neither a bundled data set (" + String.join(", ", bundled)
                                + ") nor a YAML file with a data section",
                        Nearest.of(nameOrFile, bundled)
                                .map(near -> "Write " + near)
                                .orElse("Check the path")));
    }

    private static Samples openFor(Source source, DataSpec trained, boolean labelled, String place) {
        IndexedData data = source.openFor(trained, labelled);
        trained.requireTakes(data.spec(), place);
        return Samples.all(data);
    }

    private static int count(double share, int samples) {
        return share == 0 ? 0 : (int) Math.max(1, Math.round(share * samples));
    }

    private static int[] part(int[] order, int from, int to) {
        int[] numbers = Arrays.copyOfRange(order, from, to);
        Arrays.sort(numbers);
        return numbers;
    }

    private static int[] backwards(int n) {
        return IntStream.iterate(n - 1, i -> i >= 0, i -> i - 1).toArray();
    }
}
