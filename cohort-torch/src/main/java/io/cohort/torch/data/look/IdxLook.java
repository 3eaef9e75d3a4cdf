package io.cohort.torch.data.look;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A pair of IDX files, found by the name of either: {@code train-images-idx3-ubyte.gz} goes with {@code train-labels-idx1-ubyte.gz}. */
final class IdxLook {

    private static final int HEADER_BYTES = 4;
    private static final int MOST_DIMENSIONS = 4;
    private static final int UNSIGNED_BYTES = 8;
    private static final int WHOLE_TYPES = 0x0c; // from 0x0d on they are floats

    private IdxLook() {}

    static boolean isIdx(Beginning beginning) {
        byte[] bytes = beginning.bytes();
        return bytes.length > HEADER_BYTES
                && bytes[0] == 0
                && bytes[1] == 0
                && bytes[2] >= UNSIGNED_BYTES
                && bytes[2] <= 0x0e
                && bytes[3] >= 1
                && bytes[3] <= MOST_DIMENSIONS;
    }

    static Sighting at(Path file) throws IOException {
        boolean labelsGiven = dimensions(file).size() == 1;
        Path images = labelsGiven ? partner(file, "labels", "images", "idx1", "idx3") : file;
        Path labels = labelsGiven ? file : partner(file, "images", "labels", "idx3", "idx1");
        List<Long> shape = dimensions(images);
        List<Long> sample = new ArrayList<>(shape.subList(1, shape.size()));
        if (sample.size() == 2) {
            sample.add(0, 1L);
        }
        boolean classes = Beginning.of(labels).bytes()[2] <= WHOLE_TYPES;
        return new Sighting(
                "%d images of shape %s in MNIST's format".formatted(shape.get(0), sample),
                BundledLook.shape(sample),
                classes ? Task.CLASSIFICATION : Task.REGRESSION,
                OptionalLong.of(shape.get(0)),
                keys(images, labels),
                ownTest(images));
    }

    private static List<SeenKey> keys(Path images, Path labels) {
        return List.of(
                new SeenKey("format", "idx", "MNIST's format"),
                new SeenKey("images", images, ""),
                new SeenKey("labels", labels, "found beside the images"));
    }

    /** The test pair that stands beside a training pair: {@code t10k-…}, {@code test-…}. */
    private static List<SeenKey> ownTest(Path images) {
        String name = images.getFileName().toString();
        if (!name.contains("train")) {
            return List.of();
        }
        for (String word : List.of("t10k", "test")) {
            Path testImages = images.resolveSibling(name.replace("train", word));
            Optional<Path> testLabels = found(testImages, "images", "labels", "idx3", "idx1");
            if (Files.isRegularFile(testImages) && testLabels.isPresent()) {
                return List.of(
                        new SeenKey("images", testImages, "found beside the training images"),
                        new SeenKey("labels", testLabels.get(), ""));
            }
        }
        return List.of();
    }

    private static Path partner(Path file, String word, String other, String kind, String otherKind) {
        return found(file, word, other, kind, otherKind)
                .orElseThrow(() -> new UserMistake(
                        "unknown-data",
                        new Problem(
                                file.toString(),
                                null,
                                "holds " + word + ", but no file of " + other + " stands beside it",
                                "Name the two alike, such as train-images-idx3-ubyte and train-labels-idx1-ubyte")));
    }

    private static Optional<Path> found(Path file, String word, String other, String kind, String otherKind) {
        String name = file.getFileName().toString();
        String renamed = name.replace(word, other).replace(kind, otherKind);
        Set<String> names = new LinkedHashSet<>(List.of(renamed, renamed + ".gz", renamed.replaceAll("\\.gz$", "")));
        names.remove(name);
        return names.stream()
                .map(file::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The dimensions in a file's header. */
    private static List<Long> dimensions(Path file) throws IOException {
        Beginning beginning = Beginning.of(file);
        if (!isIdx(beginning)) {
            throw DataLook.unknown(file, "is no IDX file");
        }
        ByteBuffer header = ByteBuffer.wrap(beginning.bytes());
        int count = header.get(HEADER_BYTES - 1);
        List<Long> dimensions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = HEADER_BYTES + HEADER_BYTES * i;
            if (at + HEADER_BYTES > beginning.bytes().length) {
                throw DataLook.unknown(file, "is an IDX file that ends in its header");
            }
            dimensions.add(header.getInt(at) & 0xffffffffL);
        }
        return dimensions;
    }
}
