package io.cohort.core.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values by key, in the order they were written; overrides change it in place before it is read. */
public record Mapping(Map<String, Entry> entries, Origin origin) implements Value {

    /**
     * A key with its value.
     *
     * @param key where the key itself was written
     */
    public record Entry(Origin key, Value value) {}

    public static Mapping empty(Origin origin) {
        return new Mapping(new LinkedHashMap<>(), origin);
    }

    /** What {@code strategy: all-reduce} is short for: {@code strategy: {name: all-reduce}}. */
    public static Mapping named(Scalar name) {
        Mapping mapping = empty(name.origin());
        mapping.put("name", name.origin(), name);
        return mapping;
    }

    public void put(String key, Origin keyOrigin, Value value) {
        entries.put(key, new Entry(keyOrigin, value));
    }

    /** The value of a key; {@code null} when nothing stands there. */
    public @Nullable Value get(String key) {
        Entry entry = entries.get(key);
        return entry == null || entry.value().absent() ? null : entry.value();
    }

    @Override
    public String written() {
        return Value.shorten(entries.entrySet().stream()
                .limit(SHOWN_CHARACTERS)
                .map(e -> e.getKey() + ": " + e.getValue().value().written())
                .collect(Collectors.joining(", ", "{", "}")));
    }

    @Override
    public Map<String, @Nullable Object> plain() {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        entries.forEach((key, entry) -> plain.put(key, entry.value().plain()));
        return plain;
    }
}
