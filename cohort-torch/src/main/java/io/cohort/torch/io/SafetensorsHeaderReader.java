package io.cohort.torch.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.cohort.torch.ElementType;
import io.cohort.torch.io.SafetensorsHeader.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a safetensors header that may be hostile: everything it says is checked before anything is done on its word. */
final class SafetensorsHeaderReader {

    private static final int MOST_DIMS = 64;

    /** What is wrong with a header. */
    static final class Invalid extends Exception {
        Invalid(String rule) {
            super(rule);
        }
    }

    private final JsonParser json;
    private final Map<String, String> metadata = new TreeMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private SafetensorsHeaderReader(JsonParser json) {
        this.json = json;
    }

    static SafetensorsHeader read(byte[] header) throws Invalid {
        if (header.length == 0 || header[0] != '{') {
            throw new Invalid("its header does not begin with {");
        }
        try (JsonParser json = new JsonFactory().createParser(text(header))) {
            return new SafetensorsHeaderReader(json).read();
        } catch (CharacterCodingException e) {
            throw new Invalid("its header is no UTF-8");
        } catch (JsonProcessingException e) {
            throw new Invalid("its header is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Invalid("its header cannot be read: " + e.getMessage());
        }
    }

    private static String text(byte[] header) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(header))
                .toString();
    }

    private SafetensorsHeader read() throws IOException, Invalid {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (!names.add(name)) {
                throw new Invalid("its header names " + brief(name) + " twice");
            }
            json.nextToken();
            if (name.equals(SafetensorsHeader.METADATA)) {
                metadata();
            } else {
                entries.add(entry(name));
            }
        }
        if (json.nextToken() != null) {
            throw new Invalid("its header goes on after the closing }");
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        checkNoHoles();
        return new SafetensorsHeader(List.copyOf(entries), metadata);
    }

    private void metadata() throws IOException, Invalid {
        expect(JsonToken.START_OBJECT, SafetensorsHeader.METADATA);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            expect(JsonToken.VALUE_STRING, SafetensorsHeader.METADATA);
            if (metadata.put(key, json.getText()) != null) {
                throw new Invalid("its " + SafetensorsHeader.METADATA + " names " + brief(key) + " twice");
            }
        }
    }

    private Entry entry(String name) throws IOException, Invalid {
        expect(JsonToken.START_OBJECT, name);
        String type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            if (key.equals("dtype") && type == null) {
                expect(JsonToken.VALUE_STRING, name);
                type = json.getText();
            } else if (key.equals("shape") && shape == null) {
                shape = numbers(name);
            } else if (key.equals("data_offsets") && offsets == null) {
                offsets = numbers(name);
            } else {
                throw new Invalid(
                        "tensor " + brief(name) + " has the key " + brief(key) + " twice, or should not have it");
            }
        }
        return checked(name, type, shape, offsets);
    }

    private List<Long> numbers(String name) throws IOException, Invalid {
        expect(JsonToken.START_ARRAY, name);
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.VALUE_NUMBER_INT, name);
            long number = json.getLongValue();
            if (number < 0 || numbers.size() == MOST_DIMS) {
                throw new Invalid(
                        "tensor " + brief(name) + " has a negative number, or more than " + MOST_DIMS + " numbers");
            }
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    private static Entry checked(
            String name, @Nullable String type, @Nullable List<Long> shape, @Nullable List<Long> offsets)
            throws Invalid {
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new Invalid("tensor " + brief(name) + " needs dtype, shape and two data_offsets");
        }
        Entry entry = new Entry(name, elementType(name, type), shape, offsets.get(0), offsets.get(1));
        if (entry.bytes() != bytes(entry)) {
            throw new Invalid("tensor " + brief(name) + " of type " + type + " and shape " + shape + " takes "
                    + bytes(entry) + " bytes, but its data_offsets are " + offsets);
        }
        return entry;
    }

    private static ElementType elementType(String name, String type) throws Invalid {
        try {
            return ElementType.ofSafetensors(type);
        } catch (IllegalArgumentException e) {
            throw new Invalid("tensor " + brief(name) + ": " + brief(String.valueOf(e.getMessage())));
        }
    }

    private static long bytes(Entry entry) throws Invalid {
        try {
            long withoutZeros = entry.type().bytes();
            for (long dim : entry.shape()) {
                withoutZeros = Math.multiplyExact(withoutZeros, Math.max(1, dim));
            }
            return entry.shape().contains(0L) ? 0 : withoutZeros;
        } catch (ArithmeticException e) {
            throw new Invalid("tensor " + brief(entry.name()) + " has the absurd shape " + entry.shape());
        }
    }

    private void checkNoHoles() throws Invalid {
        long at = 0;
        for (Entry entry : entries) {
            if (entry.begin() != at) {
                throw new Invalid("tensor " + brief(entry.name()) + " begins at byte " + entry.begin()
                        + ", but the one before it ends at " + at);
            }
            at = entry.end();
        }
    }

    private void expect(JsonToken token, String name) throws Invalid {
        if (json.currentToken() != token) {
            throw new Invalid("its header has something else than expected at " + brief(name));
        }
    }

    private static String brief(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
