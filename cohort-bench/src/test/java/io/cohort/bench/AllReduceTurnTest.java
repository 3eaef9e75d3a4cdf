package io.cohort.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.ProcessGroup;
import io.cohort.comm.Work;
import io.cohort.core.error.RunFailed;
import io.cohort.torch.OwnedMemory;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of two ranks, whose group is made up. */
class AllReduceTurnTest {

    private static final long ELEMENTS = 1000;

    private final OwnedMemory memory = new OwnedMemory();
    private RandomSum numbers;
    private Tensor own;
    private Tensor others;
    private Tensor tensor;
    private int done;

    @BeforeEach
    void draw() {
        numbers = new RandomSum(0, 2, ELEMENTS);
        own = memory.own(() -> torch.zeros(ELEMENTS));
        others = memory.own(() -> torch.zeros(ELEMENTS));
        tensor = memory.own(() -> torch.zeros(ELEMENTS));
        numbers.restore(own);
        try (RandomSum peer = new RandomSum(1, 2, ELEMENTS)) {
            peer.restore(others);
        }
    }

    @AfterEach
    void free() {
        numbers.close();
        memory.close();
    }

    @Test
    void repeatsAsOftenAsAskedAndPutsFreshNumbersInBeforeTheyOverflow() {
        int repetitions = 2 * numbers.mostRepetitions() + 3;

        double seconds = turn(this::sum, repetitions);

        assertThat(seconds).isPositive();
        assertThat(done).as("a quarter of them before the clock runs").isEqualTo(repetitions / 4 + repetitions);
    }

    @Test
    void refusesAGroupThatForgetsTheOtherRank() {
        wrong(tensor -> {});
    }

    @Test
    void refusesAGroupThatSumsOneElementWrong() {
        wrong(tensor -> {
            sum(tensor);
            tensor.select(0, 17).mul_(new Scalar(1.01));
        });
    }

    private void wrong(Consumer<Tensor> allReduce) {
        assertThatThrownBy(() -> turn(allReduce, 1)).isInstanceOfSatisfying(RunFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo("wrong-sum");
            assertThat(failed.getMessage()).startsWith("made up gave rank 0 a wrong sum: element ");
        });
    }

    /** As if the other rank brought its numbers, or what it holds by now. */
    private void sum(Tensor tensor) {
        tensor.add_(tensor.equal(own) ? others : tensor.clone());
    }

    private double turn(Consumer<Tensor> allReduce, int repetitions) {
        return new AllReduceTurn(group(allReduce), tensor, numbers, "made up").turn(repetitions);
    }

    private ProcessGroup group(Consumer<Tensor> allReduce) {
        return (ProcessGroup) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ProcessGroup.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("allReduce")) {
                        done++;
                        allReduce.accept((Tensor) arguments[0]);
                    }
                    return new Done();
                });
    }

    private record Done() implements Work {
        @Override
        public void await() {
            // It is.
        }

        @Override
        public boolean isDone() {
            return true;
        }
    }
}
