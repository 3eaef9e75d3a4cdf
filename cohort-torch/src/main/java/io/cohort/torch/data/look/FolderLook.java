package io.cohort.torch.data.look;

import io.cohort.torch.data.Task;
import io.cohort.torch.data.look.Sighting.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A folder that has a folder of images for each class, or that holds IDX files. */
final class FolderLook {

    private static final int LEAST_CLASSES = 2;
    private static final int LOOKED_AT = 20;
    private static final int USUAL_SIDE = 32;

    private FolderLook() {}

    static Sighting at(Path folder) throws IOException {
        Optional<Path> idx = trainingImages(folder);
        if (idx.isPresent()) {
            return IdxLook.at(idx.get());
        }
        List<Path> train = classes(folder.resolve("train"));
        List<Path> test = classes(folder.resolve("test"));
        if (train.size() >= LEAST_CLASSES && test.size() >= LEAST_CLASSES) {
            return images(folder.resolve("train"), train, List.of(new SeenKey("path", folder.resolve("test"), "")));
        }
        List<Path> classes = classes(folder);
        if (classes.size() < LEAST_CLASSES) {
            throw DataLook.unknown(folder, "has no folders with images in them, one for each class");
        }
        return images(folder, classes, List.of());
    }

    private static Sighting images(Path folder, List<Path> classes, List<SeenKey> test) throws IOException {
        long images = 0;
        for (Path each : classes) {
            images += count(each);
        }
        List<SeenKey> keys = new ArrayList<>();
        keys.add(new SeenKey("format", "images", "a folder of images for each class"));
        keys.add(new SeenKey("path", folder, ""));
        if (sizes(classes).size() > 1) {
            keys.add(new SeenKey(
                    "size", USUAL_SIDE, "images differ in size; all are made so many pixels wide and high"));
        }
        String summary = "%d images in %d folders, one for each class".formatted(images, classes.size());
        return new Sighting(summary, Shape.IMAGE, Task.CLASSIFICATION, OptionalLong.of(images), keys, test);
    }

    /** The sizes of the first images of each class, from their headers. */
    private static Set<List<Integer>> sizes(List<Path> classes) throws IOException {
        Set<List<Integer>> sizes = new HashSet<>();
        for (Path each : classes) {
            for (Path file : list(each).stream()
                    .filter(FolderLook::isImage)
                    .limit(LOOKED_AT)
                    .toList()) {
                size(file).ifPresent(sizes::add);
            }
        }
        return sizes;
    }

    /** Nothing for what is no image; check says so, with its name. */
    private static Optional<List<Integer>> size(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return Optional.of(List.of(reader.getHeight(0), reader.getWidth(0)));
            } catch (IIOException damaged) {
                return Optional.empty();
            } finally {
                reader.dispose();
            }
        }
    }

    /** Folders that hold images, by name. */
    private static List<Path> classes(Path folder) throws IOException {
        List<Path> classes = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            for (Path each : list(folder)) {
                if (Files.isDirectory(each) && count(each) > 0) {
                    classes.add(each);
                }
            }
        }
        return classes;
    }

    private static long count(Path folder) throws IOException {
        return list(folder).stream().filter(FolderLook::isImage).count();
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private static Optional<Path> trainingImages(Path folder) throws IOException {
        List<Path> found = list(folder).stream()
                .filter(file -> file.getFileName().toString().contains("images-idx"))
                .toList();
        return found.stream()
                .filter(file -> file.getFileName().toString().contains("train"))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
