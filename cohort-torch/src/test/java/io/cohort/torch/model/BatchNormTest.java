package io.cohort.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.NamedTensors;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchNormTest {

    private static final long CHANNELS = 3;

    /** What one worker has after forward and backward of a loss that weighs every output differently. */
    private record Pass(
            Tensor outputs, Tensor inputGradients, Tensor weightGradients, Tensor biasGradients, BatchNorm norm) {}

    private static Pass pass(Tensor inputs, Tensor factors, Synchroniser between) {
        BatchNorm norm = new BatchNorm(CHANNELS);
        norm.to(ScalarType.Double, false);
        if (between != null) {
            norm.synchronise(between);
        }
        Tensor x = inputs.clone().detach().set_requires_grad(true);
        Tensor outputs = norm.forward(x);
        outputs.square().mul(factors).sum().backward();
        return new Pass(
                outputs.detach(),
                new Tensor(x.grad()),
                new Tensor(norm.named_parameters().get("weight").grad()),
                new Tensor(norm.named_parameters().get("bias").grad()),
                norm);
    }

    /** Far from zero, where sums of squares would lose digits. */
    private static Tensor someInputs() {
        return Seeds.drawing(1, () -> torch.randn(6, CHANNELS, 4, 5).to(ScalarType.Double))
                .add(torch.full(new long[] {1}, new Scalar(100.0)));
    }

    private static Tensor someFactors() {
        return Seeds.drawing(2, () -> torch.randn(6, CHANNELS, 4, 5).to(ScalarType.Double));
    }

    @ParameterizedTest
    @CsvSource({"3,3,0", "1,5,0", "0,2,4", "6,0,0"})
    void countsOverUnevenSharesAsOverTheWholeBatch(int first, int second, int third) throws Exception {
        List<OwnedMemory> memories = Stream.generate(OwnedMemory::new).limit(3).toList();
        try (PointerScope scope = new PointerScope()) {
            Pass whole = pass(someInputs(), someFactors(), null);
            List<Pass> parts = together(memories, first, second, third);

            assertThat(difference(
                            whole.outputs,
                            joined(parts.stream().map(Pass::outputs).toList())))
                    .isLessThan(1e-12);
            assertThat(difference(
                            whole.inputGradients,
                            joined(parts.stream().map(Pass::inputGradients).toList())))
                    .isLessThan(1e-11);
            assertThat(difference(
                            whole.weightGradients,
                            sum(parts.stream().map(Pass::weightGradients).toList())))
                    .isLessThan(1e-11);
            assertThat(difference(
                            whole.biasGradients,
                            sum(parts.stream().map(Pass::biasGradients).toList())))
                    .isLessThan(1e-11);
            for (Pass part : parts) {
                for (String name : List.of("running_mean", "running_var")) {
                    assertThat(difference(
                                    NamedTensors.buffers(whole.norm).get(name),
                                    NamedTensors.buffers(part.norm).get(name)))
                            .as(name)
                            .isLessThan(1e-12);
                }
            }
        } finally {
            memories.forEach(OwnedMemory::close);
        }
    }

    @Test
    void doesNotTouchOtherUsesOfItsInput() throws Exception {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = someInputs().set_requires_grad(true);
            BatchNorm norm = new BatchNorm(CHANNELS);
            norm.to(ScalarType.Double, false);
            norm.synchronise(tensor -> {});

            norm.forward(x).mul(someFactors()).sum().add(x.sum()).backward();
            Tensor both = new Tensor(x.grad()).clone();
            Tensor alone = pass(x.detach(), someFactors(), tensor -> {}).inputGradients;

            // The residual path adds exactly one to each gradient: the norm of a constant has no gradient.
            assertThat(difference(
                            both.sum(2, 3).sum(0),
                            torch.full(new long[] {CHANNELS}, new Scalar(120.0)).to(ScalarType.Double)))
                    .isLessThan(1e-9);
            assertThat(alone.abs().sum().item_double()).isPositive();
        }
    }

    @Test
    void usesRunningStatisticsInEvaluation() {
        try (PointerScope scope = new PointerScope()) {
            BatchNorm norm = new BatchNorm(CHANNELS);
            norm.eval();
            Tensor x = torch.rand(2, CHANNELS, 2, 2);

            assertThat(difference(x, norm.forward(x))).isLessThan(1e-4);
        }
    }

    @Test
    void givesZerosAndStaysFiniteForASingleElementAChannel() {
        try (PointerScope scope = new PointerScope()) {
            BatchNorm norm = new BatchNorm(CHANNELS);

            assertThat(norm.forward(torch.rand(1, CHANNELS, 1, 1)).abs().sum().item_double())
                    .isLessThan(1e-4);
            assertThat(NamedTensors.buffers(norm)
                            .get("running_var")
                            .isfinite()
                            .all()
                            .item_bool())
                    .isTrue();
        }
    }

    /** Three workers on threads of their own, each with a part of the batch. */
    private static List<Pass> together(List<OwnedMemory> memories, int... sizes) throws Exception {
        Sum sum = new Sum(sizes.length);
        ExecutorService threads = Executors.newFixedThreadPool(sizes.length);
        try {
            List<Callable<Pass>> works = new ArrayList<>();
            int from = 0;
            for (int rank = 0; rank < sizes.length; rank++) {
                Tensor inputs = someInputs().narrow(0, from, sizes[rank]);
                Tensor factors = someFactors().narrow(0, from, sizes[rank]);
                int own = rank;
                works.add(() -> memories.get(own).own(() -> pass(inputs, factors, tensor -> sum.over(own, tensor))));
                from += sizes[rank];
            }
            List<Pass> passes = new ArrayList<>();
            for (Future<Pass> done : threads.invokeAll(works)) {
                passes.add(done.get());
            }
            return passes;
        } finally {
            threads.shutdown();
        }
    }

    /** Adds up what all threads bring to the same call. */
    private static final class Sum {
        private final Tensor[] brought;
        private final CyclicBarrier barrier;

        Sum(int workers) {
            brought = new Tensor[workers];
            barrier = new CyclicBarrier(workers);
        }

        void over(int rank, Tensor tensor) {
            try {
                brought[rank] = tensor;
                barrier.await();
                Tensor total = sum(Arrays.asList(brought));
                barrier.await();
                tensor.copy_(total);
                barrier.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Tensor sum(List<Tensor> tensors) {
        Tensor total = tensors.get(0).clone();
        tensors.stream().skip(1).forEach(total::add_);
        return total;
    }

    private static Tensor joined(List<Tensor> parts) {
        return torch.cat(new TensorVector(parts.toArray(new Tensor[0])));
    }

    private static double difference(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item_double() / a.abs().max().item_double();
    }
}
