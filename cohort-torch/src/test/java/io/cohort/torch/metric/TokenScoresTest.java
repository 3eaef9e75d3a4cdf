package io.cohort.torch.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Rows;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class TokenScoresTest {

    private static final DataSpec SPEC = new DataSpec(List.of(2L), Task.LANGUAGE, List.of("a", "b", "c"));

    /** Two sequences of two places; three of the four tokens are right. */
    private static Scores someScores() {
        Scores scores = Scores.of(Samples.all(new NoTokens()));
        try (PointerScope scope = new PointerScope()) {
            scores.add(
                    ArrayTensors.of(new double[] {1, 2, 0, 0, 0, 3, 2, 1, 2, 0, 0, 1}, 2, 2, 3),
                    ArrayTensors.of(new long[] {1, 2, 1, 2}, 2, 2),
                    2 * Math.log(5));
        }
        return scores;
    }

    @Test
    void countsTokensAndTellsPerplexity() {
        Scores scores = someScores();

        assertThat(scores.samples()).isEqualTo(2);
        assertThat(scores.figures().keySet()).containsExactly("loss", "accuracy", "perplexity");
        assertThat((Double) scores.figures().get("accuracy")).isEqualTo(0.75);
        assertThat((Double) scores.figures().get("perplexity")).isBetween(4.999999, 5.000001);
    }

    @Test
    void addsUpOverWorkers() {
        double[] one = someScores().toArray();
        double[] two = someScores().toArray();
        for (int i = 0; i < one.length; i++) {
            one[i] += two[i];
        }

        Map<String, Object> figures = someScores().replacedBy(one).figures();

        assertThat(figures).isEqualTo(someScores().figures());
        assertThat(someScores().replacedBy(one).samples()).isEqualTo(4);
    }

    @Test
    void isZeroWithoutSamples() {
        assertThat(Scores.of(Samples.all(new NoTokens())).figures())
                .containsEntry("loss", 0.0)
                .containsEntry("accuracy", 0.0)
                .containsEntry("perplexity", 0.0);
    }

    private record NoTokens() implements IndexedData {
        @Override
        public DataSpec spec() {
            return SPEC;
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public Rows rows(int[] samples) {
            throw new AssertionError("nobody asks for samples");
        }

        @Override
        public double target(int sample) {
            throw new AssertionError("nobody asks for targets");
        }
    }
}
