package io.cohort.core.internal;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.cohort.core.json.Json;
import java.io.StringWriter;
import java.util.Map;

/** Writes a resolved job as a person would: block style, quotes only where they are needed. */
public final class YamlWriter {

    private static final YAMLFactory FORMAT = YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private YamlWriter() {}

    public static String write(Map<String, Object> values) {
        StringWriter out = new StringWriter();
        Json.write(FORMAT, values, out);
        return out.toString();
    }
}
