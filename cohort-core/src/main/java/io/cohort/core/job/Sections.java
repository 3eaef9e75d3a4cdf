package io.cohort.core.job;

import io.cohort.core.error.UserMistake;
import io.cohort.core.internal.JobFile;
import io.cohort.core.internal.JobReader;
import io.cohort.core.internal.Mapping;
import io.cohort.core.internal.Origin;
import io.cohort.core.internal.Values;
import java.nio.file.Path;
import java.util.Map;

/** Reads one section outside a job: from a model's manifest, from a file that holds just the section. */
public final class Sections {

    private Sections() {}

    /**
     * Reads a section from values, as JSON has them; relative paths start from the current folder.
     *
     * @param place what the values belong to, as messages show it before the key path; may be empty
     * @throws UserMistake with every problem
     */
    public static <T> T read(JobSection<T> section, Map<String, Object> values, String place) {
        Mapping mapping = Values.of(values, Origin.program(place));
        return JobReader.readSection(section, mapping, "", Path.of("").toAbsolutePath());
    }

    /**
     * Reads a section from a YAML file that holds its keys, either bare or under the section's own key; relative paths start from the
     * file's folder.
     *
     * @throws UserMistake with every problem
     */
    public static <T> T read(JobSection<T> section, Path yamlFile) {
        Mapping top = JobFile.tree(yamlFile);
        Path base = JobFile.folder(yamlFile);
        return top.entries().size() == 1 && top.get(section.key()) instanceof Mapping below
                ? JobReader.readSection(section, below, section.key(), base)
                : JobReader.readSection(section, top, "", base);
    }
}
