package io.cohort.core.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a resolved job as a person would: block style, a mapping's keys below it, quotes only where a plain word would be read as
 * something else. Text in quotes is escaped on one line, whatever it holds.
 */
public final class YamlWriter {

    private static final Pattern PLAIN = Pattern.compile(
            "[\\p{L}\\p{Nd}/_.][\\p{L}\\p{Nd}/_.+@-]*( [\\p{L}\\p{Nd}/_.+@()][\\p{L}\\p{Nd}/_.+@()-]*)*");
    private static final Pattern NUMBER =
            Pattern.compile("[-+.0-9_]*([eE][-+]?[0-9]*)?|0[xXoObB][0-9a-fA-F_]*|\\.(inf|Inf|INF|nan|NaN|NAN)");
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder out = new StringBuilder();
    private final UnaryOperator<String> comment;

    private YamlWriter(UnaryOperator<String> comment) {
        this.comment = comment;
    }

    public static String write(Map<String, ?> values) {
        return write(values, path -> "");
    }

    /**
     * Writes it with comments.
     *
     * @param comment one line for the key at a path, which stands above it; empty for none
     */
    public static String write(Map<String, ?> values, UnaryOperator<String> comment) {
        YamlWriter writer = new YamlWriter(comment);
        writer.mapping(values, "", "");
        return writer.out.toString();
    }

    private void mapping(Map<?, ?> mapping, String path, String indent) {
        mapping.forEach((key, value) -> {
            String at = TreeNode.pathOf(path, String.valueOf(key));
            String line = comment.apply(at);
            if (!line.isEmpty()) {
                out.append(indent).append("# ").append(line).append('\n');
            }
            out.append(indent).append(text(String.valueOf(key))).append(':');
            below(value, at, indent + "  ");
        });
    }

    /** A value after its key: on the same line when it is one, else on the lines below. */
    private void below(@Nullable Object value, String path, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            out.append('\n');
            mapping(map, path, indent);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            out.append('\n');
            for (int i = 0; i < list.size(); i++) {
                item(list.get(i), path + "." + i, indent);
            }
        } else {
            out.append(' ').append(single(value)).append('\n');
        }
    }

    private void item(@Nullable Object item, String path, String indent) {
        int start = out.length();
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
            mapping(map, path, indent + "  ");
            out.replace(start, start + indent.length() + 1, indent + "-");
        } else {
            out.append(indent).append('-');
            below(item, path, indent + "  ");
        }
    }

    private static String single(@Nullable Object value) {
        if (value instanceof CharSequence) {
            return text(value.toString());
        }
        if (value instanceof Map<?, ?>) {
            return "{}";
        }
        return value instanceof List<?> ? "[]" : String.valueOf(value);
    }

    private static String text(String text) {
        boolean plain = PLAIN.matcher(text).matches()
                && !NUMBER.matcher(text).matches()
                && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"', '\\' -> quoted.append('\\').appendCodePoint(point);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (isSeen(point)) {
                        quoted.appendCodePoint(point);
                    } else {
                        quoted.append(String.format(Locale.ROOT, "\\U%08x", point));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** Whether a character shows on its line; YAML takes some of the others for ends of lines, or refuses them. */
    private static boolean isSeen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
