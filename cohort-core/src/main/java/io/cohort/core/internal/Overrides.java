package io.cohort.core.internal;

import io.cohort.core.error.UserMistake;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Applies {@code key.path=value} to a tree before it is read. */
public final class Overrides {

    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final String RULE = "must be key.path=value, such as train.epochs=3";

    private Overrides() {}

    /** Applies each in order; one that cannot be applied is noted and passed over. */
    public static void apply(Mapping top, List<String> overrides, Problems problems) {
        for (String override : overrides) {
            apply(top, override, problems);
        }
    }

    private static void apply(Mapping top, String override, Problems problems) {
        int equals = override.indexOf('=');
        String path = equals < 0 ? override : override.substring(0, equals).strip();
        if (equals < 0 || !PATH.matcher(path).matches()) {
            problems.add(Origin.override(), Value.shorten(override), null, RULE, "");
            return;
        }
        String text = override.substring(equals + 1);
        try {
            set(top, path, YamlTree.override(text, path), problems);
        } catch (UserMistake e) {
            String quoted = "Quote it: --set " + path + "='\"" + Value.shorten(text) + "\"'";
            problems.add(
                    Origin.override(),
                    path,
                    Value.shorten(text),
                    e.problems().get(0).rule(),
                    quoted);
        }
    }

    private static void set(Mapping top, String path, Value value, Problems problems) {
        List<String> keys = List.of(path.split("\\."));
        Value at = top;
        for (String key : keys.subList(0, keys.size() - 1)) {
            at = at == null ? null : step(at, key);
        }
        String last = keys.get(keys.size() - 1);
        if (at instanceof Mapping mapping) {
            mapping.put(last, Origin.override(), value);
        } else if (at instanceof Sequence sequence && index(sequence, last) >= 0) {
            sequence.items().set(index(sequence, last), value);
        } else {
            problems.add(
                    Origin.override(),
                    path,
                    value.written(),
                    "leads into a list, which has no such place",
                    "Give the whole list");
        }
    }

    /** The mapping or list below a key, made or widened from its short form when it is not there yet. */
    private static @Nullable Value step(Value at, String key) {
        if (at instanceof Sequence sequence) {
            int index = index(sequence, key);
            return index < 0
                    ? null
                    : container(
                            sequence.items().get(index), w -> sequence.items().set(index, w));
        }
        Mapping mapping = (Mapping) at;
        Mapping.Entry entry = mapping.entries().get(key);
        Origin keyOrigin = entry == null ? Origin.override() : entry.key();
        return container(entry == null ? null : entry.value(), w -> mapping.put(key, keyOrigin, w));
    }

    private static Value container(@Nullable Value value, Consumer<Value> replace) {
        if (value != null && !(value instanceof Scalar)) {
            return value;
        }
        Mapping widened = value instanceof Scalar scalar && !scalar.absent()
                ? Mapping.named(scalar)
                : Mapping.empty(Origin.override());
        replace.accept(widened);
        return widened;
    }

    private static int index(Sequence sequence, String key) {
        if (!key.matches("[0-9]{1,6}")) {
            return -1;
        }
        int index = Integer.parseInt(key);
        return index < sequence.items().size() ? index : -1;
    }
}
