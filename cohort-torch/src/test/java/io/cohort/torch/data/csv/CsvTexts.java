package io.cohort.torch.data.csv;

import io.cohort.core.job.Sections;
import io.cohort.torch.data.DataSection;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.IndexedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Writes tables and reads them as jobs do. */
final class CsvTexts {

    private CsvTexts() {}

    static Path write(Path folder, String name, String text) {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path write(Path folder, String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param options lines beside format and path */
    static DataSource section(Path file, String options) {
        Path yaml =
                write(file.toAbsolutePath().getParent(), "data.yaml", "format: csv\npath: " + file + "\n" + options);
        return Sections.read(new DataSection(), yaml);
    }

    static IndexedData open(Path file, String options) {
        DataSource section = section(file, options);
        return section.source().open(section.task());
    }

    static float[] inputs(IndexedData data) {
        return data.rows(all(data)).inputs();
    }

    static float[] targets(IndexedData data) {
        return data.rows(all(data)).targets();
    }

    private static int[] all(IndexedData data) {
        return IntStream.range(0, data.size()).toArray();
    }
}
