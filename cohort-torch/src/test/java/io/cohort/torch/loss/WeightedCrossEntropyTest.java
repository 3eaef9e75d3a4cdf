package io.cohort.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import io.cohort.torch.data.ArrayData;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against what {@code fixtures/class_weights.py} wrote down of PyTorch and scikit-learn. */
class WeightedCrossEntropyTest {

    private static final double TOLERANCE = 1e-12;
    private static final List<String> NAMES = List.of("cat", "dog", "hen", "ox", "5", "1");

    private static JsonNode fixture;
    private static Samples samples;

    @BeforeAll
    static void read() throws IOException {
        try (var file = WeightedCrossEntropyTest.class.getResourceAsStream("/fixtures/class-weights.json")) {
            fixture = new ObjectMapper().readTree(file);
        }
        float[] targets = new float[fixture.get("targets").size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = fixture.get("targets").get(i).asInt();
        }
        samples = Samples.all(new ArrayData(
                new DataSpec(List.of(1L), Task.CLASSIFICATION, NAMES), new float[targets.length], targets));
    }

    private static Loss loss(Object classWeights) {
        return Sections.read(new LossSection(), Map.of("classWeights", classWeights), "loss")
                .forData(samples);
    }

    /** What each class counts, seen from outside. */
    private static double[] weights(Loss loss) {
        return IntStream.range(0, NAMES.size())
                .mapToDouble(k -> loss.weight(samples.data(), new int[] {first(k)}))
                .toArray();
    }

    private static int first(int classNumber) {
        return IntStream.range(0, samples.size())
                .filter(i -> samples.data().target(i) == classNumber)
                .findFirst()
                .orElseThrow();
    }

    private static double[] numbers(String key) {
        return StreamSupport.stream(fixture.get(key).spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    @Test
    void hasTheMeanAndTheGradientOfPyTorch() {
        Loss loss = loss(Map.of("cat", 0.5, "hen", 2, "ox", 3.5, "5", 10, "1", 0.25));
        long[] targets = IntStream.range(0, samples.size())
                .mapToLong(i -> (long) samples.data().target(i))
                .toArray();
        try (PointerScope scope = new PointerScope()) {
            Tensor scores = ArrayTensors.of(numbers("scores"), targets.length, NAMES.size());
            scores.requires_grad_(true);

            Tensor mean = loss.sum(scores, ArrayTensors.of(targets, targets.length))
                    .div(new Scalar(loss.weight(samples.data(), samples.numbers())));
            mean.backward();

            assertThat(mean.item_double()).isCloseTo(fixture.get("loss").asDouble(), within(TOLERANCE));
            assertThat(ArrayTensors.doubles(scores.grad())).containsExactly(numbers("gradient"), within(TOLERANCE));
        }
    }

    @Test
    void balancesAsScikitLearnDoes() {
        assertThat(weights(loss("balanced"))).containsExactly(numbers("balanced"), within(TOLERANCE));
    }

    @Test
    void balancesByTheTrainingSamplesAlone() {
        int[] two = {first(0), first(1), first(1)};
        Loss loss = Sections.read(new LossSection(), Map.of("classWeights", "balanced"), "loss")
                .forData(new Samples(samples.data(), two));

        assertThat(weights(loss)).containsExactly(1.5, 0.75, 1, 1, 1, 1);
    }

    @Test
    void takesNamesBeforeNumbersAndCountsTheOthersOnce() {
        assertThat(weights(loss(Map.of("0", 2, "dog", 3, "1", 4)))).containsExactly(2, 3, 1, 1, 1, 4);
    }

    @Test
    void refusesAClassThatIsNotThere() {
        assertThatThrownBy(() -> loss(Map.of("cot", 2)))
                .isInstanceOfSatisfying(
                        UserMistake.class, mistake -> assertThat(mistake.kind()).isEqualTo("class-weights"))
                .hasMessageContaining("loss.classWeights.cot")
                .hasMessageContaining("Write cat");
        assertThatThrownBy(() -> loss(Map.of("6", 2))).hasMessageContaining("cat, dog, hen, ox, 5, 1");
    }

    @Test
    void refusesWeightsThatAreNoWeights() {
        assertThatThrownBy(() -> loss(Map.of("cat", 0)))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("more than 0");
        assertThatThrownBy(() -> loss("balance")).hasMessageContaining("balanced");
    }

    @Test
    void refusesDataWithoutClasses() {
        Samples values = Samples.all(
                new ArrayData(new DataSpec(List.of(1L), Task.REGRESSION, List.of()), new float[2], new float[] {1, 2}));

        assertThatThrownBy(() -> Sections.read(new LossSection(), Map.of("classWeights", "balanced"), "loss")
                        .loss()
                        .learnedFrom(values))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("regression");
    }
}
