package io.cohort.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Files that come with the examples; workers read files, not jars. */
final class Bundled {

    private Bundled() {}

    /** A copy of a file, in a folder of its own that goes with the program. */
    static Path copy(String name) throws IOException {
        Path folder = Files.createTempDirectory("cohort-example");
        folder.toFile().deleteOnExit();
        Path copy = folder.resolve(name);
        copy.toFile().deleteOnExit();
        try (InputStream file = Objects.requireNonNull(Bundled.class.getResourceAsStream(name))) {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}
