package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cohort.comm.Work;
import io.cohort.torch.ElementType;
import io.cohort.torch.FlatParameters;
import io.cohort.torch.FlatParameters.Bucket;
import io.cohort.torch.FlatParameters.Slot;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.model.GradientPlaces;
import io.cohort.torch.model.Mlp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.EmbeddingOptions;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "gradients computed by {0}")
@EnumSource
class BucketExchangeTest {

    enum By {
        LIBTORCH,
        LAYERS
    }

    @Parameter
    private By by;

    private static final DataSpec SPEC = new DataSpec(List.of(5L), Task.CLASSIFICATION, List.of("a", "b"));

    /** Each parameter lies in a bucket of its own: layer3.bias is bucket 0, layer1.weight bucket 5. */
    private static FlatParameters flat(Mlp model) {
        return FlatParameters.of(
                model, ElementType.FLOAT32, 1, 1, BucketExchangeTest::zeros, BucketExchangeTest::zeros);
    }

    private BucketExchange exchange(FlatParameters flat, Mlp model) {
        BucketExchange exchange = new BucketExchange(flat.buckets());
        if (by == By.LAYERS) {
            model.writeGradients(exchange);
        }
        return exchange;
    }

    private static Tensor zeros(ElementType type, long elements) {
        return torch.zeros(new long[] {elements}, new TensorOptions(type.scalarType()));
    }

    private static final Work DONE = new Work() {
        @Override
        public void await() {}

        @Override
        public boolean isDone() {
            return true;
        }
    };

    private static List<Integer> indexes(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void startsBucketsDuringBackwardInTheOrderOfTheirIndex() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L, 4L));
            List<Integer> started = new ArrayList<>();
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                exchange.begin(recording(started));
                exchange.complete();
                model.forward(torch.rand(3, 5)).sum().backward();
                List<Integer> during = List.copyOf(started);
                exchange.startAll();

                assertThat(during).isEqualTo(indexes(6));
                assertThat(started).isEqualTo(indexes(6));
            }
        }
    }

    /** A large layer's gradient travels while the layers below it are computed. */
    @Test
    void startsALayersBucketsBeforeTheLayerBelowIsComputed() {
        torch.manual_seed(1); // with layers that are alive
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L, 4L));
            List<Double> belowWhenStarted = new ArrayList<>();
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                exchange.begin(bucket -> {
                    int layer = bucket.index() / 2; // weight and bias each
                    belowWhenStarted.add(flat.buckets().stream()
                            .filter(other -> other.index() / 2 > layer)
                            .mapToDouble(other -> sum(other.gradients()))
                            .sum());
                    return DONE;
                });
                exchange.complete();
                model.forward(torch.rand(3, 5)).sum().backward();

                assertThat(belowWhenStarted).hasSize(6).containsOnly(0.0);
            }
        }
    }

    @Test
    void leavesTheModelAloneOnceClosed() {
        torch.manual_seed(1); // with layers that are alive
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L));
            List<Integer> started = new ArrayList<>();
            try (FlatParameters flat = flat(model)) {
                BucketExchange exchange = exchange(flat, model);
                exchange.begin(recording(started));
                exchange.complete();
                model.writeGradients(GradientPlaces.NONE);
                exchange.close();
                model.forward(torch.rand(3, 5)).sum().backward();

                assertThat(started).isEmpty();
                assertThat(flat.buckets()).allMatch(bucket -> sum(bucket.gradients()) == 0);
            }
        }
    }

    @Test
    void startsABucketOnlyWhenItsGradientHasBeenAdded() {
        torch.manual_seed(1); // with layers that are alive
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L, 4L));
            List<Double> whenStarted = new ArrayList<>();
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                exchange.begin(recordingSums(whenStarted));
                exchange.complete();
                model.forward(torch.rand(3, 5)).sum().backward();
                exchange.startAll();

                List<Double> atTheEnd =
                        flat.buckets().stream().map(b -> sum(b.gradients())).toList();
                assertThat(whenStarted).isEqualTo(atTheEnd);
                assertThat(atTheEnd).noneMatch(sum -> sum == 0);
            }
        }
    }

    @Test
    void sendsWhatNeverFiredAsZerosAtTheEnd() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L, 4L));
            List<Integer> started = new ArrayList<>();
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                exchange.begin(recording(started));
                exchange.complete(); // no backward: this rank's share is empty
                exchange.startAll();

                assertThat(started).isEqualTo(indexes(6));
                assertThat(flat.buckets()).allMatch(bucket -> sum(bucket.gradients()) == 0);
            }
        }
    }

    @Test
    void sendsOnlyAfterTheLastMicroBatch() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L));
            List<Integer> started = new ArrayList<>();
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                exchange.begin(recording(started));
                model.forward(torch.rand(3, 5)).sum().backward();

                assertThat(started).isEmpty();
            }
        }
    }

    @Test
    void movesTheBitsOfEachGradient() {
        try (PointerScope scope = new PointerScope()) {
            torch.manual_seed(1);
            Mlp model = new Mlp(SPEC, List.of(4L));
            torch.manual_seed(1);
            Mlp plain = new Mlp(SPEC, List.of(4L));
            Tensor inputs = torch.rand(3, 5);
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                exchange.begin(bucket -> DONE);
                exchange.complete();
                model.forward(inputs).sum().backward();
                plain.forward(inputs).sum().backward();

                for (Bucket bucket : flat.buckets()) {
                    Slot slot = bucket.slots().get(0);
                    Tensor expected =
                            plain.named_parameters(true).get(slot.name()).grad();
                    assertThat(torch.equal(slot.view(bucket.gradients()), expected))
                            .as(slot.name())
                            .isTrue();
                    assertThat(sum(expected)).isPositive();
                }
            }
        }
    }

    @Test
    void startsABucketWhenAllUsesOfItsParametersHaveAddedTheirs() {
        torch.manual_seed(1); // with layers that are alive
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L, 4L));
            List<Double> whenStarted = new ArrayList<>();
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                exchange.begin(recordingSums(whenStarted));
                exchange.complete();
                Tensor once = model.forward(torch.rand(3, 5));
                Tensor again = model.forward(torch.rand(3, 5));
                once.sum().add(again.sum()).backward();

                assertThat(whenStarted).as("during backward").hasSize(6);
                assertThat(whenStarted)
                        .isEqualTo(flat.buckets().stream()
                                .map(b -> sum(b.gradients()))
                                .toList());
            }
        }
    }

    @Test
    void addsUpMicroBatchesOfAStepAndForgetsTheStepBefore() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L));
            Tensor inputs = torch.rand(3, 5);
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                List<List<Double>> steps = new ArrayList<>();
                for (int microBatches : List.of(1, 3, 1)) {
                    exchange.begin(bucket -> DONE);
                    for (int i = 0; i < microBatches; i++) {
                        if (i == microBatches - 1) {
                            exchange.complete();
                        }
                        model.forward(inputs).sum().backward();
                    }
                    exchange.startAll();
                    steps.add(
                            flat.buckets().stream().map(b -> sum(b.gradients())).toList());
                }
                assertThat(steps.get(2)).isEqualTo(steps.get(0));
                for (int bucket = 0; bucket < flat.buckets().size(); bucket++) {
                    assertThat(steps.get(1).get(bucket))
                            .isCloseTo(3 * steps.get(0).get(bucket), withinPercentage(0.01));
                }
                exchange.begin(bucket -> DONE);
                exchange.complete();
                exchange.startAll();
                assertThat(flat.buckets()).allMatch(bucket -> sum(bucket.gradients()) == 0);
            }
        }
    }

    @Test
    void sendsZerosForAParameterThatTheLossDoesNotDependOn() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L));
            List<Integer> started = new ArrayList<>();
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                flat.buckets().forEach(bucket -> bucket.slots()
                        .forEach(slot -> slot.view(bucket.gradients()).fill_(new Scalar(7)))); // of a step before
                exchange.begin(recording(started));
                exchange.complete();
                flat.buckets().get(0).slots().get(0).parameter().sum().backward();
                assertThat(started).containsExactly(0);
                exchange.startAll();

                assertThat(started).isEqualTo(indexes(4));
                assertThat(flat.buckets().subList(1, 4)).allMatch(bucket -> sum(bucket.gradients()) == 0);
                assertThat(sum(flat.buckets().get(0).gradients())).isNotZero();
            }
        }
    }

    @Test
    void takesSparseGradients() {
        try (PointerScope scope = new PointerScope()) {
            Module model = new Module("sparse");
            EmbeddingOptions options = new EmbeddingOptions(6, 2);
            options.sparse().put(true);
            EmbeddingImpl embedding = new EmbeddingImpl(options);
            model.register_module("embedding", embedding);
            try (FlatParameters flat = FlatParameters.of(
                            model, ElementType.FLOAT32, 1, 1, BucketExchangeTest::zeros, BucketExchangeTest::zeros);
                    BucketExchange exchange = new BucketExchange(flat.buckets())) {
                exchange.begin(bucket -> DONE);
                exchange.complete();
                embedding
                        .forward(torch.arange(new Scalar(3)).to(torch.ScalarType.Long))
                        .sum()
                        .backward();
                exchange.startAll();

                assertThat(sum(flat.buckets().get(0).gradients())).isEqualTo(6);
            }
        }
    }

    @Test
    void keepsTheTypeOfAnErrorThatAHookMet() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L, 4L));
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                exchange.begin(bucket -> {
                    throw new IllegalStateException("the group has failed");
                });
                exchange.complete();
                model.forward(torch.rand(3, 5)).sum().backward();

                assertThatThrownBy(exchange::startAll)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the group has failed");
            }
        }
    }

    @Test
    void keepsTheTypeOfAnErrorThatALayerMet() {
        assumeThat(by).isEqualTo(By.LAYERS);
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L));
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, model)) {
                exchange.begin(bucket -> DONE);
                exchange.complete();
                Slot slot = flat.buckets().get(0).slots().get(0);
                Objects.requireNonNull(exchange.of(slot.parameter())).write(this, (place, fresh) -> {
                    throw new IllegalStateException("no more memory");
                });
                model.forward(torch.rand(3, 5)).sum().backward();

                assertThatThrownBy(exchange::startAll)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("no more memory");
            }
        }
    }

    /** Notes which buckets start. */
    private static Function<Bucket, Work> recording(List<Integer> started) {
        return bucket -> {
            started.add(bucket.index());
            return DONE;
        };
    }

    /** Notes what buckets hold when they start. */
    private static Function<Bucket, Work> recordingSums(List<Double> sums) {
        return bucket -> {
            sums.add(sum(bucket.gradients()));
            return DONE;
        };
    }

    private static double sum(Tensor tensor) {
        return tensor.abs().sum().item_double();
    }
}
