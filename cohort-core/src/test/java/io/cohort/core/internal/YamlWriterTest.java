package io.cohort.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {

    @Test
    void writesBlocks() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("name", "relu");
        inner.put("width", 8L);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("off", null);
        values.put("empty", Map.of());
        values.put("list", List.of(List.of(1L, "two"), inner, List.of(), Map.of("deep", List.of(inner))));

        String yaml = YamlWriter.write(values);

        assertThat(yaml)
                .isEqualTo(
                        """
                        "off": null
                        empty: {}
                        list:
                          -
                            - 1
                            - two
                          - name: relu
                            width: 8
                          - []
                          - deep:
                              - name: relu
                                width: 8
                        """);
        assertThat(YamlTree.file(yaml, "f").plain()).isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"digits", "cross-entropy", "1 epoch", "5m", "/data/a.b_c-d/1.gz", "数据", "a (b)", "x@y", "1.0.2x"
            })
    void leavesPlainWordsPlain(String text) {
        assertThat(YamlWriter.write(Map.of("a", text))).isEqualTo("a: " + text + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "yes", "Null", "1", "-1.5", "1e-3", "0x1F", "1_000", ".inf", "...", "a: b", "a #b", "- a", " a",
                "a\n"
            })
    void quotesWhatWouldBeReadAsSomethingElse(String text) {
        String yaml = YamlWriter.write(Map.of("a", text));

        assertThat(yaml).startsWith("a: \"").endsWith("\"\n").hasLineCount(1);
        assertThat(YamlTree.file(yaml, "f").plain()).isEqualTo(Map.of("a", text));
    }
}
