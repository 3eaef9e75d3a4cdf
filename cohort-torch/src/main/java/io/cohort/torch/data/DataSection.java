package io.cohort.torch.data;

import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import io.cohort.torch.internal.OwnClass;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code data} section: {@code name} (bundled), {@code format} (files) or {@code class} (one's own), {@code task}, {@code test} (a share, or a mapping that
 * names data of its own), {@code validation}, {@code augment}, {@code loaders}.
 */
public final class DataSection implements JobSection<DataSource> {

    private static final String GUESS = "auto";
    private static final int MOST_LOADERS = 256;
    private static final double LARGEST_SHARE = Math.nextDown(1.0);

    /** Stands in for a source that was refused; a job with problems is never run. */
    private static final Source REFUSED = task -> {
        throw new IllegalStateException("this data section was refused");
    };

    @Override
    public String key() {
        return "data";
    }

    @Override
    public Class<DataSource> type() {
        return DataSource.class;
    }

    @Override
    public DataSource read(JobNode node) {
        Source source = source(node, "");
        Task task = task(node);
        boolean own = node.isMapping("test");
        Source ownTest = own ? source(node.child("test"), node.text("format").orElse("")) : null;
        double test = own ? 0 : node.number("test", 0.2, 0, LARGEST_SHARE);
        double validation = node.number("validation", 0, 0, LARGEST_SHARE);
        if (test + validation >= 1) {
            node.problem(
                    "validation", "test and validation together must leave samples to train on", "Lower one of them");
        }
        return new DataSource(source, ownTest, task, test, validation, Augmentation.read(node.child("augment")), (int)
                node.integer("loaders", 1, 0, MOST_LOADERS));
    }

    private static @Nullable Task task(JobNode node) {
        String word = node.choice("task", GUESS, List.of(GUESS, Task.CLASSIFICATION.word(), Task.REGRESSION.word()));
        return Task.ofWord(word).orElse(null);
    }

    /** @param format what the files are when the node does not say; empty when it must */
    private static Source source(JobNode node, String format) {
        if (node.has("class")) {
            return OwnClass.instance(node, DataReader.class)
                    .map(reader -> reader.read(node))
                    .orElse(REFUSED);
        }
        if (node.has("name")) {
            return choose(node, "name", "", BundledData.class, BundledData::name, data -> data);
        }
        if (node.has("format") || !format.isEmpty()) {
            return choose(node, "format", format, DataFormat.class, DataFormat::name, chosen -> chosen.read(node));
        }
        node.problem(
                "name",
                "names a bundled data set, or format says how to read files, or class names a reader of your own",
                "Write name: digits, or format: idx with images and labels");
        return REFUSED;
    }

    /** The names of the bundled data sets, sorted. */
    static List<String> bundled() {
        return known(BundledData.class).stream().map(BundledData::name).sorted().toList();
    }

    private static <T> List<T> known(Class<T> kind) {
        return ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static <T> Source choose(
            JobNode node,
            String key,
            String fallback,
            Class<T> kind,
            Function<T, String> name,
            Function<T, Source> read) {
        List<T> known = ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        String word =
                node.choice(key, fallback, known.stream().map(name).sorted().toList());
        return known.stream()
                .filter(one -> name.apply(one).equals(word))
                .findFirst()
                .map(read)
                .orElse(REFUSED);
    }
}
