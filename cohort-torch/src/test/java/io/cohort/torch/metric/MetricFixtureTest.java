package io.cohort.torch.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ours against scikit-learn's, on predictions that {@code fixtures/metrics.py} wrote down with its figures. */
class MetricFixtureTest {

    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @MethodSource("classification")
    void givesTheFiguresOfScikitLearn(JsonNode example) {
        Confusion confusion = new Confusion(example.get("classes").asInt());
        for (int i = 0; i < example.get("targets").size(); i++) {
            confusion.add(
                    example.get("targets").get(i).asInt(),
                    example.get("predictions").get(i).asInt());
        }

        assertThat(new ObjectMapper().<JsonNode>valueToTree(confusion.matrix()))
                .isEqualTo(asLongs(example.get("matrix")));
        assertThat(confusion.accuracy()).isCloseTo(example.get("accuracy").asDouble(), within(TOLERANCE));
        assertThat(confusion.precision()).isCloseTo(example.get("precision").asDouble(), within(TOLERANCE));
        assertThat(confusion.recall()).isCloseTo(example.get("recall").asDouble(), within(TOLERANCE));
        assertThat(confusion.f1()).isCloseTo(example.get("f1").asDouble(), within(TOLERANCE));
    }

    @ParameterizedTest
    @MethodSource("regression")
    void givesTheErrorsOfScikitLearn(JsonNode example) {
        RegressionSums sums = new RegressionSums(example.get("targets").get(0).asDouble());
        for (int i = 0; i < example.get("targets").size(); i++) {
            sums.add(
                    example.get("targets").get(i).asDouble(),
                    example.get("predictions").get(i).asDouble());
        }

        assertThat(sums.rmse()).isCloseTo(example.get("rmse").asDouble(), within(TOLERANCE));
        assertThat(sums.r2()).isCloseTo(example.get("r2").asDouble(), within(TOLERANCE));
    }

    static Stream<Named<JsonNode>> classification() throws IOException {
        return examples("classification");
    }

    static Stream<Named<JsonNode>> regression() throws IOException {
        return examples("regression");
    }

    private static Stream<Named<JsonNode>> examples(String kind) throws IOException {
        try (InputStream file = MetricFixtureTest.class.getResourceAsStream("metrics.json")) {
            JsonNode examples = new ObjectMapper().readTree(file).get(kind);
            return StreamSupport.stream(examples.spliterator(), false)
                    .map(example -> Named.of(example.get("name").asText(), example));
        }
    }

    private static JsonNode asLongs(JsonNode matrix) {
        ObjectMapper mapper = new ObjectMapper();
        return mapper.valueToTree(mapper.convertValue(matrix, long[][].class));
    }
}
