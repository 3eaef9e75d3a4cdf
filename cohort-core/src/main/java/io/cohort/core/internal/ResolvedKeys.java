package io.cohort.core.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was asked of one mapping and what came of it, in the order asked: one level of the resolved job. */
final class ResolvedKeys {

    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    void ask(String key) {
        asked.add(key);
    }

    Set<String> asked() {
        return asked;
    }

    /**
     * Keeps the value that a key has for its reader. A key that is read in two ways keeps what was written, which both can read
     * again.
     */
    void put(String key, @Nullable Object value, @Nullable Value written) {
        Object kept = keepable(value);
        if (values.containsKey(key) && !Objects.equals(values.get(key), kept)) {
            kept = written == null ? null : written.plain();
        }
        values.put(key, kept);
    }

    /** Keeps the level below, which goes on growing. */
    void putBelow(String key, Object below) {
        values.put(key, below);
    }

    /** A key that was only looked for keeps what was written. */
    void putUnread(Mapping mapping) {
        for (String key : asked) {
            if (!values.containsKey(key)) {
                Value written = mapping.get(key);
                values.put(key, written == null ? null : written.plain());
            }
        }
    }

    Map<String, Object> frozen() {
        return frozen(values);
    }

    private static Map<String, Object> frozen(Map<String, @Nullable Object> values) {
        Map<String, Object> copy = new LinkedHashMap<>();
        values.forEach((key, value) -> copy.put(key, frozenValue(value)));
        return Collections.unmodifiableMap(copy);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // maps of this class only, whose values may be null
    private static Object frozenValue(@Nullable Object value) {
        if (value instanceof ResolvedKeys below) {
            return below.frozen();
        }
        if (value instanceof Map<?, ?> map) {
            return frozen((Map<String, @Nullable Object>) map);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(frozenValue(item)));
            return Collections.unmodifiableList(copy);
        }
        return value;
    }

    private static @Nullable Object keepable(@Nullable Object value) {
        if (value instanceof Duration duration) {
            return DurationRule.show(duration);
        }
        if (value instanceof Path path) {
            return path.toString();
        }
        return value instanceof Double number && !Double.isFinite(number) ? null : value;
    }
}
