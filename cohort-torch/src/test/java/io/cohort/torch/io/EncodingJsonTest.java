package io.cohort.torch.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.json.Json;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Encoding;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.data.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodingJsonTest {

    private static final Encoding ENCODING = new Encoding(
            ';',
            true,
            4,
            "species",
            Encoding.Missing.MEAN,
            Encoding.Unknown.ZEROS,
            List.of(
                    new Encoding.Column("size", List.of(), List.of(0.1)),
                    new Encoding.Column("colour", List.of("a, \"b\"", "ü"), List.of(0.25, 0.75))));

    @Test
    void aManifestKeepsTheEncoding() {
        DataSpec spec = new DataSpec(List.of(3L), Task.CLASSIFICATION, List.of("x", "y"), ENCODING);
        Manifest manifest = new Manifest(
                new ModelDirectory.Description(Map.of("name", "mlp"), spec, Normalisation.none(spec), 1), "hash", "v");

        Manifest read = Manifest.of(Json.readMap(Json.write(manifest.toMap())));

        assertThat(read.description().data()).isEqualTo(spec);
    }

    @Test
    void rejectsWhatDoesNotHoldTogether() {
        refused("delimiter", ";;", "delimiter=;;");
        refused("width", 0L, "width=0");
        refused("width", 2L, "no table");
        refused("missing", "guess", "missing=guess");
        refused("header", "yes", "header=yes");
        refused("label", "size", "size is there twice");
        refused("columns", List.of(), "no table");
        refused("columns", List.of(7L), "columns=7");
        refused("columns", List.of(Map.of("name", "a", "categories", List.of("b", "b"), "fill", List.of())), "twice");
        refused(
                "columns",
                List.of(Map.of("name", "a", "categories", List.of(), "fill", List.of(1.0, 2.0))),
                "needs 1 finite numbers");
        refused("header", false, "called by their numbers");
    }

    private static void refused(String key, Object value, String text) {
        Map<String, Object> map = new LinkedHashMap<>(Json.readMap(Json.write(EncodingJson.write(ENCODING))));
        map.put(key, value);
        assertThatThrownBy(() -> EncodingJson.read(new JsonFields("", map)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
