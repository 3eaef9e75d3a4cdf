package io.cohort.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A list of values, in order. */
public record Sequence(List<Value> items, Origin origin) implements Value {

    @Override
    public String written() {
        return Value.shorten(
                items.stream().limit(SHOWN_CHARACTERS).map(Value::written).collect(Collectors.joining(", ", "[", "]")));
    }

    @Override
    public List<@Nullable Object> plain() {
        List<@Nullable Object> plain = new ArrayList<>();
        items.forEach(item -> plain.add(item.plain()));
        return plain;
    }
}
