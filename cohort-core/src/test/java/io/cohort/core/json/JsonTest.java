package io.cohort.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void keepsTheOrderOfKeys() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", List.of());

        assertThat(Json.write(map)).isEqualTo("{\"z\":1,\"a\":[]}");
        assertThat(Json.readMap("{\"z\":1,\"a\":2}").keySet()).containsExactly("z", "a");
    }

    @Test
    void readsWholeNumbersAsLongAndOthersAsDouble() {
        assertThat(Json.readMap("{\"a\":1,\"b\":1.0,\"c\":[9007199254740993]}"))
                .isEqualTo(Map.of("a", 1L, "b", 1.0, "c", List.of(9_007_199_254_740_993L)));
    }

    @Test
    void refusesWhatJsonCannotHold() {
        Map<String, Object> circle = new LinkedHashMap<>();
        circle.put("again", circle);

        assertThatThrownBy(() -> Json.write(Map.of("a", new Object()))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.write(circle)).isInstanceOf(IllegalArgumentException.class);
    }
}
