package io.cohort.torch.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object that must have certain types. What does not is refused by an {@link IllegalArgumentException} that names it. */
final class JsonFields {

    private final String prefix;
    private final Map<String, Object> values;

    JsonFields(String prefix, Map<String, Object> values) {
        this.prefix = prefix;
        this.values = values;
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    boolean flag(String key) {
        return cast(key, values.get(key), Boolean.class);
    }

    long whole(String key) {
        return cast(key, values.get(key), Long.class);
    }

    String text(String key) {
        return cast(key, values.get(key), String.class);
    }

    JsonFields fields(String key) {
        return new JsonFields(prefix + key + ".", map(key));
    }

    List<JsonFields> list(String key) {
        List<JsonFields> list = new ArrayList<>();
        for (Map<?, ?> map : list(key, Map.class)) {
            list.add(new JsonFields(prefix + key + "[" + list.size() + "].", copy(map)));
        }
        return list;
    }

    Map<String, Object> map(String key) {
        return copy(cast(key, values.get(key), Map.class));
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }

    List<Long> wholes(String key) {
        return list(key, Long.class);
    }

    List<String> texts(String key) {
        return list(key, String.class);
    }

    List<Double> numbers(String key) {
        return list(key, Number.class).stream().map(Number::doubleValue).toList();
    }

    private <T> List<T> list(String key, Class<T> type) {
        List<T> list = new ArrayList<>();
        for (Object element : cast(key, values.get(key), List.class)) {
            list.add(cast(key, element, type));
        }
        return list;
    }

    private <T> T cast(String key, @Nullable Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(prefix + key + "=" + value + ": is missing or of the wrong type");
        }
        return type.cast(value);
    }
}
