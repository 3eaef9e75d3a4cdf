package io.cohort.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads JSON the same way everywhere: on one line, keys in the order given, numbers that JSON has no word for (NaN,
 * infinities) as null; whole numbers come back as {@code Long}, others as {@code Double}.
 *
 * <p>Threading: safe for all threads.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /**
     * Writes records, lists, maps, text, numbers, booleans and null on one line.
     *
     * @throws IllegalArgumentException for what JSON cannot hold
     */
    public static String write(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new FiniteNumbers(MAPPER.getFactory().createGenerator(text))) {
            MAPPER.writeValue(generator, value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /**
     * Reads one JSON object.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Map<String, Object> readMap(String json) {
        try {
            Map<String, Object> map = MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {});
            if (map == null) {
                throw new IllegalArgumentException("is no JSON object: null");
            }
            return map;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON object: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads one JSON object as a record; every component must be given, and nothing else.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static <T extends Record> T read(String json, Class<T> type) {
        try {
            T record = MAPPER.readValue(json, type);
            if (record == null) {
                throw new IllegalArgumentException("is no " + type.getSimpleName() + ": null");
            }
            return record;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
