package io.cohort.core.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One mapping of a job file while a room reads its section from it.
 *
 * <p>Each accessor names a key, its default and its rule; it returns a usable value even when what stands in the file is wrong,
 * and notes the problem with its position, so that one reading finds every problem. Keys that nobody asked for are reported at the
 * end with the nearest one that was. What was read, defaults included, becomes the resolved job.
 *
 * <p>Threading: confined to the thread that reads the job.
 */
public interface JobNode {

    /** The path of this mapping in the file, such as {@code parallel.strategy}; empty for the whole job. */
    String path();

    /** Whether the file gives this key a value (null counts as absent). */
    boolean has(String key);

    /** Whether the file gives this key a mapping, for keys that take either a mapping or a single value. */
    boolean isMapping(String key);

    /** What was written, as text: {@code 007} stays {@code 007}. */
    String text(String key, String fallback);

    Optional<String> text(String key);

    /** A text that must be there; an empty text stands in when it is missing. */
    String requiredText(String key);

    /** One of a fixed set of words; what is not in it is reported with the nearest one. */
    String choice(String key, String fallback, List<String> choices);

    /** A whole number within bounds, both of them allowed; {@code Long.MIN_VALUE} and {@code Long.MAX_VALUE} mean no bound. */
    long integer(String key, long fallback, long min, long max);

    Optional<Long> integer(String key, long min, long max);

    /**
     * A finite number. A bound just beside a whole number is an open end: {@code Double.MIN_VALUE} as {@code min} means more than 0,
     * {@code Math.nextDown(1.0)} as {@code max} less than 1.
     */
    double number(String key, double fallback, double min, double max);

    Optional<Double> number(String key, double min, double max);

    boolean flag(String key, boolean fallback);

    /** A span of time: {@code 5m}, {@code 30s}, {@code 1h}, {@code 500ms}. */
    Duration duration(String key, Duration fallback);

    /** A size in bytes: a plain number, {@code 64KB}, {@code 1MB}, {@code 2GB} (1024-based). */
    long bytes(String key, long fallback);

    /** Whole numbers; a single one stands for a list of itself. */
    List<Long> integers(String key, List<Long> fallback, long min, long max);

    /** Texts; a single one stands for a list of itself. */
    List<String> texts(String key, List<String> fallback);

    /** Numbers by names that the reader does not know beforehand; empty when absent. Bounds are those of {@link #number}. */
    Map<String, Double> numbersByName(String key, double min, double max);

    /** A path, made absolute against the job file's folder; empty when absent. Existence is not checked here. */
    Optional<Path> path(String key);

    /**
     * A mapping below this one; an empty one when it is absent, so that defaults apply. A single word is short for a mapping with
     * that {@code name}, where the reader asks for a name.
     */
    JobNode child(String key);

    /** A list of mappings below this one. */
    List<JobNode> children(String key);

    /**
     * A component chosen by name, with options of its own beside the name: {@code strategy: all-reduce} is short for
     * {@code strategy: {name: all-reduce}}. The node that comes back always has {@code name}.
     *
     * @param fallback the name when the key is absent; empty when it must be given
     */
    JobNode named(String key, String fallback);

    /** Notes a problem at a key, with the value that stands there; at the mapping itself when the key is empty. */
    void problem(String key, String rule, String fix);
}
