package io.cohort.core.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes values from what a program gives: text, numbers, booleans, enums, paths, durations, lists and maps of them. */
public final class Values {

    private Values() {}

    /**
     * Turns a map of a program into a tree.
     *
     * @throws IllegalArgumentException for what a job cannot hold
     */
    public static Mapping of(Map<?, ?> values, Origin origin) {
        return mapping(values, origin, 0);
    }

    private static Mapping mapping(Map<?, ?> values, Origin origin, int depth) {
        Mapping mapping = Mapping.empty(origin);
        values.forEach((key, value) -> mapping.put(String.valueOf(key), origin, value(value, origin, depth + 1)));
        return mapping;
    }

    private static Value value(@Nullable Object value, Origin origin, int depth) {
        if (depth > YamlTree.MAX_DEPTH) {
            throw new IllegalArgumentException("a job nests at most " + YamlTree.MAX_DEPTH + " deep");
        }
        if (value instanceof Map<?, ?> map) {
            return mapping(map, origin, depth);
        }
        if (value instanceof Iterable<?> items && !(value instanceof Path)) {
            List<Value> list = new ArrayList<>();
            items.forEach(item -> list.add(value(item, origin, depth + 1)));
            return new Sequence(list, origin);
        }
        return scalar(value, origin);
    }

    private static Scalar scalar(@Nullable Object value, Origin origin) {
        if (value == null) {
            return new Scalar(Scalar.Type.NULL, "", origin);
        }
        if (value instanceof Number) {
            return new Scalar(Scalar.Type.NUMBER, value.toString(), origin);
        }
        if (value instanceof Boolean) {
            return new Scalar(Scalar.Type.FLAG, value.toString(), origin);
        }
        if (value instanceof Duration duration) {
            return new Scalar(Scalar.Type.TEXT, DurationRule.show(duration), origin);
        }
        if (value instanceof CharSequence || value instanceof Path || value instanceof Enum<?>) {
            return new Scalar(Scalar.Type.TEXT, value.toString(), origin);
        }
        throw new IllegalArgumentException("a job holds text, numbers, booleans, lists and maps, not "
                + value.getClass().getName() + ": " + value);
    }
}
