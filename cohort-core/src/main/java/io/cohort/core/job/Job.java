package io.cohort.core.job;

import io.cohort.core.error.UserMistake;
import io.cohort.core.internal.JobFile;
import io.cohort.core.internal.JobReader;
import io.cohort.core.internal.Mapping;
import io.cohort.core.internal.Origin;
import io.cohort.core.internal.Overrides;
import io.cohort.core.internal.Problems;
import io.cohort.core.internal.Values;
import io.cohort.core.internal.YamlTree;
import io.cohort.core.internal.YamlWriter;
import io.cohort.core.json.Json;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job, resolved: every key has a value, every section is a record. Immutable; safe to share; equal to a job with the same values.
 *
 * <p>It travels to workers as {@link #toJson()} and is read there again by {@link #fromJson}, which yields an equal job.
 */
public final class Job {

    private final Map<String, Object> resolved;
    private final Map<Class<?>, Object> sections;
    private final Map<String, String> given;
    private final Path base;

    private Job(JobReader.Result read, Path base) {
        this.resolved = read.resolved();
        this.sections = read.sections();
        this.given = read.given();
        this.base = base;
    }

    /**
     * Reads a job file; it gives the job its name unless the file says another.
     *
     * @param overrides {@code key.path=value} as given to {@code --set}, applied in order before anything is checked
     * @throws UserMistake with every problem found
     */
    public static Job read(Path file, List<String> overrides) {
        return resolve(JobFile.tree(file), JobFile.folder(file), file, overrides);
    }

    /**
     * Reads a job from YAML text; relative paths are taken against {@code base}.
     *
     * @throws UserMistake with every problem found
     */
    public static Job parse(String yaml, Path base, List<String> overrides) {
        return resolve(YamlTree.file(yaml, "job"), base, null, overrides);
    }

    /**
     * Reads a job from values, nested as in a file; relative paths are taken against {@code base}.
     *
     * @param values text, numbers, booleans, enums, paths, durations, lists and maps of them
     * @throws UserMistake with every problem found
     */
    public static Job of(Map<String, ?> values, Path base) {
        return resolve(Values.of(values, Origin.program("")), base, null, List.of());
    }

    /**
     * Reads back what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException when the text is no JSON object
     */
    public static Job fromJson(String json) {
        return of(Json.readMap(json), Path.of(""));
    }

    /**
     * A copy with some keys changed: {@code with("parallel.workers=1")}. Checked like a file. The other keys keep the values they have,
     * defaults included; so change a component whole ({@code model=mlp}), not its name alone.
     */
    public Job with(String... overrides) {
        return resolve(Values.of(resolved, Origin.program("")), base, null, List.of(overrides));
    }

    private static Job resolve(Mapping tree, Path base, @Nullable Path file, List<String> overrides) {
        Problems problems = new Problems();
        Overrides.apply(tree, overrides, problems);
        Path folder = base.toAbsolutePath();
        return new Job(JobReader.read(tree, folder, file, problems), folder);
    }

    public String kind() {
        return (String) value("kind");
    }

    public String name() {
        return (String) value("name");
    }

    public long seed() {
        return ((Number) value("seed")).longValue();
    }

    /** The section that a room reads as this record. */
    public <T> T section(Class<T> type) {
        Object section = sections.get(type);
        if (section == null) {
            throw new IllegalArgumentException("a job of kind " + kind() + " has no section " + type.getSimpleName());
        }
        return type.cast(section);
    }

    /** The whole job with all defaults, as nested maps in the order of the kind's sections; an option that is off is null. */
    public Map<String, Object> resolved() {
        return resolved;
    }

    /**
     * Where a key was given a value: {@code digits.yaml:7:3} in a file, {@code --set} in an override, an empty text by a program; nothing for a key
     * that has its default.
     *
     * @param path such as {@code train.batch}
     */
    public Optional<String> givenAt(String path) {
        return Optional.ofNullable(given.get(path));
    }

    /** The resolved job as a file that {@link #read} would read to an equal job. */
    public String toYaml() {
        return YamlWriter.write(resolved);
    }

    /** Every key with its value, whether it was given, and what it means; in the order of {@link #resolved()}. */
    public List<Explanation> explain() {
        return Explanation.of(this);
    }

    /** The file of {@link #toYaml()} with a line above each key that says whether it was given, and what it means. */
    public String toExplainedYaml() {
        Map<String, String> lines = new HashMap<>();
        explain().forEach(key -> lines.put(key.path(), key.line()));
        return YamlWriter.write(resolved, path -> lines.getOrDefault(path, ""));
    }

    /** The resolved job on one line. */
    public String toJson() {
        return Json.write(resolved);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Job job && job.resolved.equals(resolved);
    }

    @Override
    public int hashCode() {
        return resolved.hashCode();
    }

    @Override
    public String toString() {
        return toJson();
    }

    private Object value(String key) {
        Object value = resolved.get(key);
        if (value == null) {
            throw new IllegalStateException("a resolved job has a " + key);
        }
        return value;
    }
}
