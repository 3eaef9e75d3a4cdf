package io.cohort.torch.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RegressionSumsTest {

    @Test
    void workersThatAddUpTheirArraysSeeWhatOneWorkerSees() {
        RegressionSums whole = new RegressionSums(10);
        RegressionSums left = new RegressionSums(10);
        RegressionSums right = new RegressionSums(10);
        for (int i = 0; i < 50; i++) {
            whole.add(10 + i % 7, 10 + i % 5);
            (i < 20 ? left : right).add(10 + i % 7, 10 + i % 5);
        }
        left.merge(right);

        assertThat(RegressionSums.fromArray(10, left.toArray()).r2()).isCloseTo(whole.r2(), within(1e-14));
        assertThat(left.rmse()).isCloseTo(whole.rmse(), within(1e-14));
        assertThat(left.samples()).isEqualTo(50);
    }

    @Test
    void thePivotChangesNoFigure() {
        RegressionSums near = new RegressionSums(3);
        RegressionSums far = new RegressionSums(-40);
        for (int i = 0; i < 10; i++) {
            near.add(i, i + 0.5);
            far.add(i, i + 0.5);
        }

        assertThat(near.r2()).isCloseTo(far.r2(), within(1e-12));
    }

    @Test
    void rejectsSumsAroundAnotherPivot() {
        assertThatThrownBy(() -> new RegressionSums(1).merge(new RegressionSums(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2.0")
                .hasMessageContaining("1.0");
        assertThatThrownBy(() -> RegressionSums.fromArray(1, new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
