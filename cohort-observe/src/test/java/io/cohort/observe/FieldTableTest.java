package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldTableTest {

    @Test
    void showsTheFieldsThereAreInTheOrderAskedFor() {
        Map<String, Object> fields = Map.of(
                "loss", 0.06123, "accuracy", 0.98333, "samplesPerSecond", 10408.2, "seconds", 12.41, "run", "runs/a");

        assertThat(FieldTable.lines(fields, FieldTable.RUN, Look.PLAIN))
                .containsExactly(
                        "  accuracy   0.9833",
                        "  loss       0.0612",
                        "  seconds    12.4 s",
                        "  samples/s  10,408",
                        "  run        runs/a");
    }
}
