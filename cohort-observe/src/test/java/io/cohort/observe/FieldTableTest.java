package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldTableTest {

    @Test
    void showsTheFieldsThereAreInTheOrderAskedFor() {
        Map<String, Object> fields = Map.of(
                "loss", 0.06123, "accuracy", 0.98333, "samplesPerSecond", 10408.2, "seconds", 12.41, "run", "runs/a");

        assertThat(FieldTable.ofRun(fields, Look.PLAIN))
                .containsExactly(
                        "  accuracy   0.9833",
                        "  loss       0.0612",
                        "  seconds    12.4 s",
                        "  samples/s  10,408",
                        "  run        runs/a");
    }

    @Test
    void showsFiguresOfAJobsOwnBeforeTheLoss() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seconds", 12.41);
        fields.put("loss", 0.06123);
        fields.put("perplexity", 1.0631);
        fields.put("costOfMistakes", 12.5);
        fields.put("samples", 30);

        assertThat(FieldTable.figures(fields)).containsExactly("perplexity", "costOfMistakes", "loss");
    }
}
