package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.Work;
import io.cohort.torch.ElementType;
import io.cohort.torch.FlatParameters;
import io.cohort.torch.FlatParameters.Bucket;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.model.Mlp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class BucketExchangeTest {

    private static final DataSpec SPEC = new DataSpec(List.of(5L), Task.CLASSIFICATION, List.of("a", "b"));

    /** Each parameter lies in a bucket of its own: layer3.bias is bucket 0, layer1.weight bucket 5. */
    private static FlatParameters flat(Mlp model) {
        return FlatParameters.of(
                model,
                ElementType.FLOAT32,
                1,
                (type, elements) -> torch.zeros(new long[] {elements}, new TensorOptions(type.scalarType())));
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
                    BucketExchange exchange = exchange(flat, bucket -> {
                        started.add(bucket.index());
                        return DONE;
                    })) {
                exchange.begin();
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
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L, 4L));
            List<Double> belowWhenStarted = new ArrayList<>();
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, bucket -> {
                        int layer = bucket.index() / 2; // weight and bias each
                        belowWhenStarted.add(flat.buckets().stream()
                                .filter(other -> other.index() / 2 > layer)
                                .mapToDouble(other -> sum(other.gradients()))
                                .sum());
                        return DONE;
                    })) {
                exchange.begin();
                model.forward(torch.rand(3, 5)).sum().backward();

                assertThat(belowWhenStarted).hasSize(6).containsOnly(0.0);
            }
        }
    }

    @Test
    void leavesTheModelAloneOnceClosed() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L));
            List<Integer> started = new ArrayList<>();
            try (FlatParameters flat = flat(model)) {
                BucketExchange exchange = exchange(flat, bucket -> {
                    started.add(bucket.index());
                    return DONE;
                });
                exchange.begin();
                exchange.close();
                model.forward(torch.rand(3, 5)).sum().backward();

                assertThat(started).isEmpty();
                assertThat(flat.buckets()).noneMatch(bucket -> sum(bucket.gradients()) == 0);
            }
        }
    }

    @Test
    void startsABucketOnlyWhenItsGradientHasBeenAdded() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L, 4L));
            List<Double> whenStarted = new ArrayList<>();
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, bucket -> {
                        whenStarted.add(sum(bucket.gradients()));
                        return DONE;
                    })) {
                exchange.begin();
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
                    BucketExchange exchange = exchange(flat, bucket -> {
                        started.add(bucket.index());
                        return DONE;
                    })) {
                exchange.begin(); // no backward: this rank's share is empty
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
                    BucketExchange exchange = exchange(flat, bucket -> {
                        started.add(bucket.index());
                        return DONE;
                    })) {
                model.forward(torch.rand(3, 5)).sum().backward();

                assertThat(started).isEmpty();
            }
        }
    }

    @Test
    void keepsTheTypeOfAnErrorThatAHookMet() {
        try (PointerScope scope = new PointerScope()) {
            Mlp model = new Mlp(SPEC, List.of(4L, 4L));
            try (FlatParameters flat = flat(model);
                    BucketExchange exchange = exchange(flat, bucket -> {
                        throw new IllegalStateException("the group has failed");
                    })) {
                exchange.begin();
                model.forward(torch.rand(3, 5)).sum().backward();

                assertThatThrownBy(exchange::startAll)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the group has failed");
            }
        }
    }

    private static BucketExchange exchange(FlatParameters flat, Function<Bucket, Work> start) {
        return new BucketExchange(flat.buckets(), start);
    }

    private static double sum(Tensor tensor) {
        return tensor.abs().sum().item_double();
    }
}
