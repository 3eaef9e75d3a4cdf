package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Job;
import io.cohort.core.job.Sections;
import io.cohort.torch.data.DataSection;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code --data} may be: a bundled name, a data file, a folder of images, or a YAML file with a {@code data} section, of which every sample is meant; or a
 * whole job, of which the samples are meant that it holds out.
 */
final class DataArgument {

    private DataArgument() {}

    /**
     * Opens the samples.
     *
     * @param trained what the model was trained on
     * @param labelled whether targets are needed
     * @throws UserMistake saying what is wrong with it
     */
    static Samples open(String data, DataSpec trained, boolean labelled) {
        Path file = Path.of(data);
        if (isYaml(file) && Files.isRegularFile(file) && isJob(file)) {
            return heldOut(Job.read(file, List.of()), data);
        }
        return source(data, file).openWhole(trained, labelled);
    }

    private static Samples heldOut(Job job, String file) {
        Samples test = job.section(DataSource.class).open(job.seed()).test();
        if (test.size() == 0) {
            throw new UserMistake(
                    "no-samples",
                    new Problem(
                            "--data",
                            file,
                            "this job holds no samples out",
                            "Name the data set itself, or a YAML file with its data section alone"));
        }
        return test;
    }

    /** Whether a YAML file is a whole job: only a job has a model. */
    private static boolean isJob(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.anyMatch(line -> line.startsWith("model:"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static DataSource source(String data, Path file) {
        if (Files.isRegularFile(file)) {
            return isYaml(file)
                    ? Sections.read(new DataSection(), file)
                    : Sections.read(new DataSection(), sectionOf(file), "--data");
        }
        if (Files.isDirectory(file) && data.contains("/")) {
            Map<String, Object> images =
                    Map.of("format", "images", "path", file.toAbsolutePath().toString());
            return Sections.read(new DataSection(), images, "--data");
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
    private static Map<String, Object> sectionOf(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        Map<String, Object> section = new LinkedHashMap<>();
        if (name.contains("images") && name.contains("idx")) {
            String labels = String.valueOf(file.getFileName())
                    .replace("images", "labels")
                    .replace("idx3", "idx1");
            section.put("format", "idx");
            section.put("images", file.toAbsolutePath().toString());
            section.put("labels", file.resolveSibling(labels).toAbsolutePath().toString());
        } else {
            String ending = name.replaceFirst("\\.gz$", "").replaceFirst("^.*\\.", "");
            section.put("format", ending.equals("txt") ? "text" : ending);
            section.put("path", file.toAbsolutePath().toString());
        }
        return section;
    }
}
