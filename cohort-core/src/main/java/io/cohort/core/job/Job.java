package io.cohort.core.job;

import io.cohort.core.error.UserMistake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A job, resolved: every key has a value, every section is a record. Immutable; safe to share.
 *
 * <p>It travels to workers as {@link #toJson()} and is read there again by {@link #fromJson}, which yields an equal job.
 */
public final class Job {

    private final Map<String, Object> resolved;
    private final Map<Class<?>, Object> sections;

    Job(Map<String, Object> resolved, Map<Class<?>, Object> sections) {
        this.resolved = resolved;
        this.sections = sections;
    }

    /**
     * Reads a job file.
     *
     * @param overrides {@code key.path=value} as given to {@code --set}, applied in order before anything is checked
     * @throws UserMistake with every problem found
     */
    public static Job read(Path file, List<String> overrides) {
        throw new UnsupportedOperationException();
    }

    /** Reads a job from YAML text; relative paths are taken against {@code base}. */
    public static Job parse(String yaml, Path base, List<String> overrides) {
        throw new UnsupportedOperationException();
    }

    /** Reads back what {@link #toJson()} wrote. */
    public static Job fromJson(String json) {
        throw new UnsupportedOperationException();
    }

    /** A copy with some keys changed: {@code with("parallel.workers=1")}. Checked like a file. */
    public Job with(String... overrides) {
        throw new UnsupportedOperationException();
    }

    public String kind() {
        return (String) resolved.getOrDefault("kind", "train");
    }

    public String name() {
        return (String) resolved.getOrDefault("name", "job");
    }

    public long seed() {
        return ((Number) resolved.getOrDefault("seed", 42L)).longValue();
    }

    /** The section that a room reads as this record. */
    public <T> T section(Class<T> type) {
        Object section = sections.get(type);
        if (section == null) {
            throw new IllegalArgumentException("a job of kind " + kind() + " has no section " + type.getSimpleName());
        }
        return type.cast(section);
    }

    /** The whole job with all defaults, as nested maps in the order of the file's sections. */
    public Map<String, Object> resolved() {
        return resolved;
    }

    public String toYaml() {
        throw new UnsupportedOperationException();
    }

    public String toJson() {
        throw new UnsupportedOperationException();
    }
}
