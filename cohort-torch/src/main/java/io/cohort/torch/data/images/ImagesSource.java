package io.cohort.torch.data.images;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Nearest;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Source;
import io.cohort.torch.data.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Images in folders, one a class.
 *
 * @param path the folder of folders
 * @param size what all are made; without it they must agree
 * @param colour whether images have three channels or one; without it, three when any image is coloured
 * @param mostBytesKept decoded images that are kept in the heap, an {@value #HEAP_SHARE}th of it unless told otherwise
 */
record ImagesSource(Path path, Optional<Size> size, Optional<Boolean> colour, long mostBytesKept) implements Source {

    private static final int HEAP_SHARE = 8;

    /** Nobody has so many classes; a wrong folder does. */
    private static final int MOST_CLASSES = 10_000;

    ImagesSource(Path path, Optional<Size> size, Optional<Boolean> colour) {
        this(path, size, colour, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    @Override
    public IndexedData open(@Nullable Task task) {
        if (task == Task.REGRESSION) {
            throw mistake(path, "data-mismatch", "folders are classes, and no values", "Write task: classification");
        }
        List<Path> folders = below(path, true);
        if (folders.isEmpty() || folders.size() > MOST_CLASSES) {
            throw mistake(
                    path,
                    "data-format",
                    "holds " + folders.size() + " folders; it needs one for each class, at most " + MOST_CLASSES,
                    "Put the images of each class into a folder of its own");
        }
        List<ImageFile> files = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            add(folders.get(i), i, files, targets);
        }
        List<String> classes = folders.stream().map(ImagesSource::name).toList();
        return data(classes, files, targets, size.orElse(null), colour.orElse(null));
    }

    @Override
    public IndexedData openFor(DataSpec trained, boolean labelled) {
        List<Long> shape = trained.inputShape();
        if (trained.task() != Task.CLASSIFICATION || shape.size() != 3 || (shape.get(0) != 1 && shape.get(0) != 3)) {
            throw mistake(
                    path,
                    "data-mismatch",
                    "holds images, but the model takes inputs of shape " + shape + " for "
                            + trained.task().word(),
                    "Give data of the kind that the model was trained on");
        }
        List<ImageFile> files = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        if (!labelled) {
            below(path, false).forEach(file -> {
                files.add(new ImageFile(file));
                targets.add(-1);
            });
        }
        for (Path folder : below(path, true)) {
            add(folder, labelled ? number(folder, trained.classes()) : -1, files, targets);
        }
        Size wanted = new Size(shape.get(1).intValue(), shape.get(2).intValue());
        return data(trained.classes(), files, targets, wanted, shape.get(0) == 3);
    }

    private static int number(Path folder, List<String> classes) {
        int number = classes.indexOf(name(folder));
        if (number < 0) {
            throw mistake(
                    folder,
                    "data-mismatch",
                    "is no class that the model knows",
                    Nearest.of(name(folder), classes)
                            .map(near -> "Rename it to " + near)
                            .orElse("Remove it"));
        }
        return number;
    }

    private void add(Path folder, int number, List<ImageFile> files, List<Integer> targets) {
        List<Path> images = below(folder, false);
        if (images.isEmpty()) {
            throw mistake(folder, "data-format", "holds no images", "Put images into it, or remove it");
        }
        images.forEach(file -> {
            files.add(new ImageFile(file));
            targets.add(number);
        });
    }

    private IndexedData data(
            List<String> classes,
            List<ImageFile> files,
            List<Integer> targets,
            @Nullable Size wanted,
            @Nullable Boolean coloured) {
        if (files.isEmpty()) {
            throw mistake(path, "data-format", "holds no images", "Put PNG or JPEG files into it");
        }
        Size common = wanted == null ? files.get(0).header().size() : wanted;
        boolean anyColour = false;
        for (ImageFile file : files) {
            ImageFile.Header header = file.header();
            anyColour |= header.colour();
            if (wanted == null && !header.size().equals(common)) {
                throw mistake(
                        file.path(),
                        "data-format",
                        "has " + header.size() + " pixels, but " + files.get(0).path() + " has " + common,
                        "Write size: " + common.height() + " to make all images alike");
            }
        }
        boolean three = coloured == null ? anyColour : coloured;
        return new ImagesData(classes, files, targets, common, three, mostBytesKept);
    }

    /** What stands in a folder, sorted by name; names that begin with a dot are not looked at. */
    private static List<Path> below(Path folder, boolean folders) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !name(entry).startsWith(".") && Files.isDirectory(entry) == folders)
                    .sorted((a, b) -> name(a).compareTo(name(b)))
                    .toList();
        } catch (IOException e) {
            throw mistake(
                    folder,
                    Files.exists(folder) ? "file-unreadable" : "no-such-file",
                    Files.isDirectory(folder) ? "cannot be read (" + e.getMessage() + ")" : "there is no such folder",
                    "Check the path; a relative one starts at the job file's folder");
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static UserMistake mistake(Path place, String kind, String rule, String fix) {
        return new UserMistake(kind, new Problem(place.toString(), null, rule, fix));
    }
}
