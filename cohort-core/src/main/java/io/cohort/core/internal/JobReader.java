package io.cohort.core.internal;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.JobKind;
import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a tree as a job: what every job has, then the sections of its kind, then what is left over. */
public final class JobReader {

    /**
     * What came of a job.
     *
     * @param resolved every key with its value, in the order of the sections
     * @param sections the records, by their type
     * @param given the paths of the keys that were given, with the place where; the others have their defaults
     */
    public record Result(Map<String, Object> resolved, Map<Class<?>, Object> sections, Map<String, String> given) {}

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int NAME_CHARACTERS = 64;
    private static final long LARGEST_SEED = 1L << 53;

    private final Providers providers;
    private final Problems problems;
    private final TreeNode root;
    private final Map<Class<?>, Object> sections = new LinkedHashMap<>();

    private JobReader(Mapping job, Path base, Problems problems, Providers providers) {
        this.providers = providers;
        this.problems = problems;
        this.root = TreeNode.job(job, new TreeNode.Reading(problems, base));
    }

    /**
     * Reads a job from a tree.
     *
     * @param base the folder that relative paths start from
     * @param file the job's file, which gives the job its name; {@code null} when it has none
     * @param problems what was wrong so far
     * @throws UserMistake with every problem
     */
    public static Result read(Mapping job, Path base, @Nullable Path file, Problems problems) {
        return new JobReader(job, base, problems, Providers.load()).read(file);
    }

    /** Reads one section alone from a tree. */
    public static <T> T readSection(JobSection<T> section, Mapping values, String path, Path base) {
        Problems problems = new Problems();
        TreeNode node = TreeNode.section(values, path, new TreeNode.Reading(problems, base));
        T record = readInto(section, node, values.origin(), problems);
        node.reportUnknownKeys();
        problems.throwIfAny();
        if (record == null) {
            throw new IllegalStateException(section.getClass().getName() + " read nothing and said nothing");
        }
        return record;
    }

    private Result read(@Nullable Path file) {
        String kind = root.choice("kind", "train", List.copyOf(providers.kinds().keySet()));
        readName(file, kind);
        root.integer("seed", 42, 0, LARGEST_SEED);
        JobKind known = providers.kinds().get(kind);
        if (known == null) {
            root.problem("kind", "no kind of job with this name is on the class path", "");
        } else if (!problems.any("kind")) {
            known.sections().forEach(section -> readSection(known, section));
            root.reportUnknownKeys();
        }
        problems.throwIfAny();
        return new Result(root.resolved(), Map.copyOf(sections), root.given());
    }

    private void readName(@Nullable Path file, String kind) {
        String name = root.text("name", file == null ? kind : nameOf(file, kind));
        if (!NAME.matcher(name).matches()) {
            root.problem(
                    "name",
                    "must be 1 to 64 letters, digits, dots, dashes or underscores",
                    root.use("name", clean(name, kind)));
        }
    }

    private static String nameOf(Path file, String kind) {
        String name = String.valueOf(file.getFileName()).replaceFirst("(?<=.)\\.[^.]*$", "");
        return clean(name, kind);
    }

    private static String clean(String name, String kind) {
        String clean = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^-+|-+$", "");
        return clean.isEmpty() ? kind : clean.substring(0, Math.min(NAME_CHARACTERS, clean.length()));
    }

    private void readSection(JobKind kind, String key) {
        JobSection<?> section = providers.sections().get(key);
        if (section == null) {
            throw new UserMistake(
                    "missing-provider",
                    new Problem(key, null, "nothing on the class path reads this section of kind " + kind.name(), ""));
        }
        if (!root.has(key) && kind.required().contains(key)) {
            root.problem(key, "must be given", "Add the section " + key);
            return;
        }
        readSection(
                section,
                root.child(key)); // a single word is short for a mapping with that name, if the section asks for one
    }

    private <T> void readSection(JobSection<T> section, JobNode node) {
        T record = readInto(section, node, root.origin(section.key()), problems);
        Object other = record == null
                ? null
                : sections.putIfAbsent(section.type(), section.type().cast(record));
        if (other != null) {
            throw new IllegalStateException(
                    "two sections of a job become " + section.type().getName());
        }
    }

    /** The section's record; {@code null} when the section threw what it should have noted, which is noted here. */
    private static <T> @Nullable T readInto(JobSection<T> section, JobNode node, Origin origin, Problems problems) {
        try {
            return section.read(node);
        } catch (UserMistake e) {
            problems.addAll(origin, e);
            return null;
        }
    }
}
