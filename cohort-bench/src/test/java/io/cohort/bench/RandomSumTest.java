package io.cohort.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunFailed;
import io.cohort.torch.OwnedMemory;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RandomSumTest {

    private static final int SIZE = 3;
    private static final long ELEMENTS = (1 << 20) + 5; // the last few stand in a block of their own

    private final OwnedMemory memory = new OwnedMemory();

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void takesTheSumOfWhatEveryRankBrings() {
        try (RandomSum numbers = new RandomSum(0, SIZE, ELEMENTS)) {
            assertThatCode(() -> numbers.check(sumOfAll(), 1, "it")).doesNotThrowAnyException();
        }
    }

    @Test
    void takesASumThatWasSummedAgainAsOftenAsItMayBe() {
        try (RandomSum numbers = new RandomSum(1, SIZE, ELEMENTS)) {
            int most = numbers.mostRepetitions();
            Tensor again = memory.own(() -> sumOfAll().mul(new Scalar(Math.pow(SIZE, most - 1))));

            assertThat(most).isGreaterThan(50);
            assertThat(torch.isfinite(again).all().item_bool()).isTrue();
            assertThatCode(() -> numbers.check(again, most, "it")).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesOneWrongElementAndNamesIt() {
        Tensor sum = sumOfAll();
        sum.select(0, ELEMENTS - 2).mul_(new Scalar(1.001));

        refused(sum, 1, "all-reduce gave rank 2 a wrong sum: element " + (ELEMENTS - 2) + " is ");
    }

    @Test
    void refusesWhatIsNoNumber() {
        Tensor sum = sumOfAll();
        sum.select(0, 7).fill_(new Scalar(Double.NaN));

        refused(sum, 1, "element 7 is NaN");
    }

    @Test
    void refusesASumThatMissesARank() {
        try (RandomSum last = new RandomSum(2, SIZE, ELEMENTS)) {
            Tensor part = memory.own(() -> torch.zeros(ELEMENTS));
            last.restore(part);

            refused(memory.own(() -> sumOfAll().sub(part)), 1, "element 0 is ");
        }
    }

    @Test
    void refusesASumThatWasNotSummedOftenEnough() {
        refused(sumOfAll(), 2, "element 0 is ");
    }

    private static void refused(Tensor result, int repetitions, String message) {
        try (RandomSum numbers = new RandomSum(2, SIZE, ELEMENTS)) {
            assertThatThrownBy(() -> numbers.check(result, repetitions, "all-reduce"))
                    .isInstanceOfSatisfying(RunFailed.class, failed -> {
                        assertThat(failed.kind()).isEqualTo("wrong-sum");
                        assertThat(failed.rank()).hasValue(2);
                        assertThat(failed.getMessage()).contains(message);
                    });
        }
    }

    /** Added up in another order than the checker does. */
    private Tensor sumOfAll() {
        Tensor sum = memory.own(() -> torch.zeros(ELEMENTS));
        Tensor one = memory.own(() -> torch.zeros(ELEMENTS));
        for (int rank = SIZE - 1; rank >= 0; rank--) {
            try (RandomSum numbers = new RandomSum(rank, SIZE, ELEMENTS)) {
                numbers.restore(one);
                sum.add_(one);
            }
        }
        return sum;
    }
}
