package io.cohort.torch.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfusionTest {

    @Test
    void workersThatAddUpTheirArraysSeeWhatOneWorkerSees() {
        Confusion whole = new Confusion(5);
        Confusion left = new Confusion(5);
        Confusion right = new Confusion(5);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int target = random.nextInt(5);
            int predicted = random.nextInt(5);
            whole.add(target, predicted);
            (i % 3 == 0 ? left : right).add(target, predicted);
        }
        long[] sum = left.toArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += right.toArray()[i];
        }
        left.merge(right);

        assertThat(Confusion.fromArray(5, sum).matrix()).isDeepEqualTo(whole.matrix());
        assertThat(left.matrix()).isDeepEqualTo(whole.matrix());
        assertThat(left.samples()).isEqualTo(200);
    }

    @Test
    void givesZerosWithoutSamples() {
        Confusion none = new Confusion(3);

        assertThat(none.samples()).isZero();
        assertThat(none.accuracy()).isZero();
        assertThat(none.precision()).isZero();
        assertThat(none.recall()).isZero();
        assertThat(none.f1()).isZero();
    }

    @Test
    void rejectsClassesItDoesNotCount() {
        Confusion confusion = new Confusion(3);

        assertThatThrownBy(() -> confusion.add(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> confusion.add(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> confusion.merge(new Confusion(4))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Confusion.fromArray(3, new long[8])).isInstanceOf(IllegalArgumentException.class);
        assertThat(confusion.samples()).isZero();
    }
}
