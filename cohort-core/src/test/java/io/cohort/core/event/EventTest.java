package io.cohort.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {

    private static Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("step", 3L);
        fields.put("loss", 0.25);
        fields.put("text", "a \"b\"\nc");
        fields.put("flags", List.of(true, 1L));
        fields.put("nothing", null);
        return fields;
    }

    @Test
    void isOneLineWithItsOwnKeysFirst() {
        assertThat(new Event("step", 1700, 2, 1, fields()).toJson())
                .isEqualTo("{\"type\":\"step\",\"time\":1700,\"rank\":2,\"generation\":1,\"step\":3,\"loss\":0.25,"
                        + "\"text\":\"a \\\"b\\\"\\nc\",\"flags\":[true,1],\"nothing\":null}");
    }

    @Test
    void leavesOutTheRankOfTheLauncher() {
        assertThat(new Event("started", 5, Event.LAUNCHER, 0, Map.of()).toJson())
                .isEqualTo("{\"type\":\"started\",\"time\":5}");
    }

    @Test
    void comesBackEqual() {
        Event worker = new Event("step", 1700, 2, 1, fields());
        Event launcher = new Event("started", 5, Event.LAUNCHER, 0, fields());
        Event error = new Event("error", 5, Event.LAUNCHER, 0, Map.of("rank", 1L, "kind", "worker-lost"));

        for (Event event : List.of(worker, launcher, error)) {
            assertThat(Event.fromJson(event.toJson())).isEqualTo(event);
        }
    }

    @Test
    void writesNumbersThatJsonHasNoWordForAsNull() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("loss", Double.NaN);
        fields.put("norms", List.of(Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1.5f));
        fields.put("array", new double[] {Double.NaN, 2});

        String line = new Event("step", 1, 0, 0, fields).toJson();

        assertThat(line).endsWith("\"loss\":null,\"norms\":[null,null,1.5],\"array\":[null,2.0]}");
        assertThat(Event.fromJson(line).fields()).containsEntry("loss", null);
    }

    @Test
    void keepsItsFieldsFromItsMaker() {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("a", 1));
        Event event = new Event("step", 1, 0, 0, fields);
        fields.put("b", 2);

        assertThat(event.fields()).containsOnlyKeys("a");
    }

    @Test
    void refusesFieldsThatHideItsOwn() {
        assertThatThrownBy(() -> new Event("a", 1, 0, 0, Map.of("type", 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Event("a", 1, 0, 0, Map.of("rank", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":\"a\"}",
                "{\"type\":\"a\",\"time\":\"b\"}",
                "{\"type\":\"a\",\"time\":1",
                "{\"type\":\"a\",\"time\":1}{",
                "{\"type\":\"a\",\"time\":1,\"time\":2}",
                "{\"type\":\"a\",\"time\":1,\"rank\":-1,\"generation\":0}",
                "{\"type\":\"a\",\"time\":1,\"rank\":9999999999,\"generation\":0}",
            })
    void refusesALineThatIsNoEvent(String line) {
        assertThatThrownBy(() -> Event.fromJson(line)).isInstanceOf(IllegalArgumentException.class);
    }
}
