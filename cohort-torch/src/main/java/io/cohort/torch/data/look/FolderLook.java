package io.cohort.torch.data.look;

import io.cohort.torch.data.Task;
import io.cohort.torch.data.look.Sighting.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A folder that has a folder of images for each class, or that holds IDX files. */
final class FolderLook {

    private static final int LEAST_CLASSES = 2;

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
        List<SeenKey> keys = List.of(
                new SeenKey("format", "images", "a folder of images for each class"), new SeenKey("path", folder, ""));
        String summary = "%d images in %d folders, one for each class".formatted(images, classes.size());
        return new Sighting(summary, Shape.IMAGE, Task.CLASSIFICATION, OptionalLong.of(images), keys, test);
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
