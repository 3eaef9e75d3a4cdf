package io.cohort.torch.io;

import io.cohort.torch.data.Encoding;
import io.cohort.torch.data.Encoding.Missing;
import io.cohort.torch.data.Encoding.Unknown;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An {@link Encoding} as it stands in a manifest. */
final class EncodingJson {

    private EncodingJson() {}

    static Map<String, Object> write(Encoding encoding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("delimiter", String.valueOf(encoding.delimiter()));
        map.put("header", encoding.header());
        map.put("width", encoding.width());
        map.put("label", encoding.label());
        map.put("missing", word(encoding.missing()));
        map.put("unknown", word(encoding.unknown()));
        map.put("columns", encoding.columns().stream().map(EncodingJson::write).toList());
        return map;
    }

    private static Map<String, Object> write(Encoding.Column column) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", column.name());
        map.put("categories", column.categories());
        map.put("fill", column.fill());
        return map;
    }

    /** @throws IllegalArgumentException saying what is missing or wrong */
    static Encoding read(JsonFields fields) {
        String delimiter = fields.text("delimiter");
        long width = fields.whole("width");
        if (delimiter.length() != 1 || width < 1 || width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "data.encoding: delimiter=" + delimiter + ", width=" + width + " cannot be");
        }
        return new Encoding(
                delimiter.charAt(0),
                fields.flag("header"),
                (int) width,
                fields.text("label"),
                value("missing", fields.text("missing"), Missing.class),
                value("unknown", fields.text("unknown"), Unknown.class),
                fields.list("columns").stream().map(EncodingJson::column).toList());
    }

    private static Encoding.Column column(JsonFields fields) {
        return new Encoding.Column(fields.text("name"), fields.texts("categories"), fields.numbers("fill"));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E value(String key, String word, Class<E> type) {
        List<E> values = Arrays.asList(type.getEnumConstants());
        return values.stream()
                .filter(value -> word(value).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("data.encoding." + key + "=" + word + ": is none of " + values));
    }
}
