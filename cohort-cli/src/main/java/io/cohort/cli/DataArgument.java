package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import io.cohort.torch.data.DataSection;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code --data} may be: a bundled name, a data file, or a YAML file with a {@code data} section. */
final class DataArgument {

    private DataArgument() {}

    /**
     * Opens all samples of it.
     *
     * @param task what the model predicts, where the data does not say
     * @throws UserMistake saying what is wrong with it
     */
    static Samples open(String data, Task task) {
        DataSource source = source(data);
        return Samples.all(source.source().open(source.task() == null ? task : source.task()));
    }

    private static DataSource source(String data) {
        Path file = Path.of(data);
        if (Files.isRegularFile(file)) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            return name.endsWith(".yaml") || name.endsWith(".yml")
                    ? Sections.read(new DataSection(), file)
                    : Sections.read(new DataSection(), sectionOf(file, name), "--data");
        }
        if (data.contains("/") || data.contains(".")) {
            throw new UserMistake(
                    "no-such-file",
                    new Problem(
                            "--data",
                            data,
                            "there is no such file",
                            "Name a data file, a YAML file with a data section, or a bundled data set such as digits"));
        }
        return Sections.read(new DataSection(), Map.of("name", data), "--data");
    }

    /** The section that a lone data file stands for. IDX keeps labels in a file of their own, whose name is known. */
    private static Map<String, Object> sectionOf(Path file, String name) {
        Map<String, Object> section = new LinkedHashMap<>();
        if (name.contains("images") && name.contains("idx")) {
            String labels =
                    file.getFileName().toString().replace("images", "labels").replace("idx3", "idx1");
            section.put("format", "idx");
            section.put("images", file.toAbsolutePath().toString());
            section.put("labels", file.resolveSibling(labels).toAbsolutePath().toString());
        } else {
            section.put("format", name.replaceFirst("\\.gz$", "").replaceFirst("^.*\\.", ""));
            section.put("path", file.toAbsolutePath().toString());
        }
        return section;
    }
}
