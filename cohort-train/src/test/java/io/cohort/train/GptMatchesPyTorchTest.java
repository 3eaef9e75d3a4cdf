package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohort.comm.ProcessGroup;
import io.cohort.core.job.Sections;
import io.cohort.torch.ElementType;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import io.cohort.torch.loss.LossSection;
import io.cohort.torch.model.Model;
import io.cohort.torch.model.ModelSection;
import io.cohort.torch.optim.OptimizerSection;
import io.cohort.torch.optim.Progress;
import io.cohort.train.Strategy.MicroBatch;
import io.cohort.train.Strategy.Update;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Holds the first steps of a GPT in its default shape against PyTorch's, from the same weights: see {@code fixtures/gpt.py}. */
class GptMatchesPyTorchTest {

    private static final int BATCH = 2;
    private static final int CONTEXT = 128;
    private static final DataSpec TEXT = new DataSpec(
            List.of((long) CONTEXT),
            Task.LANGUAGE,
            IntStream.range(0, 256).mapToObj(String::valueOf).toList());

    @Test
    void losesAsMuchInEachOfTwentySteps() throws IOException {
        assertThat(expected(ElementType.FLOAT32)).hasSize(20);
        trainAndCompare(ElementType.FLOAT32, 1e-4);
    }

    @Test
    void losesExactlyAsMuchInFloat64() throws IOException {
        trainAndCompare(ElementType.FLOAT64, 1e-9);
    }

    private static void trainAndCompare(ElementType type, double tolerance) throws IOException {
        List<Double> expected = expected(type);
        OptimizerSection.Plan plan =
                Sections.read(new OptimizerSection(), Map.of("name", "sgd", "lr", 0.02, "momentum", 0.9), "optimizer");
        try (PointerScope scope = new PointerScope();
                ProcessGroup alone = Lone.group();
                Strategy strategy = new AllReduce(1 << 20, AllReduce.Where.EVERYWHERE)) {
            Model model = Sections.read(new ModelSection(), Map.of("name", "gpt"), "model")
                    .build(TEXT);
            model.module().to(type.scalarType(), false);
            setWeights(model);
            strategy.prepare(
                    new Strategy.Subject(
                            model,
                            Sections.read(new LossSection(), Map.of("name", "cross-entropy"), "loss")
                                    .forTask(Task.LANGUAGE),
                            plan.rule(),
                            type,
                            Optional.empty(),
                            false),
                    Lone.groups(alone));
            for (int step = 0; step < expected.size(); step++) {
                double loss = strategy.step(
                        List.of(batch(step)), new Update(step + 1, BATCH, plan.rate(new Progress(0, step, 100, 100))));

                assertThat(loss / BATCH).as("step " + step).isCloseTo(expected.get(step), within(tolerance));
            }
        }
    }

    private static List<Double> expected(ElementType type) throws IOException {
        Path file = Path.of("src/test/resources/fixtures/gpt.json");
        return new ObjectMapper()
                .readValue(file.toFile(), new TypeReference<Map<String, List<Double>>>() {})
                .get(type.word());
    }

    private static void setWeights(Model model) {
        try (AutoGradMode noGrad = new NoGradGuard()) {
            int parameter = 0;
            for (Map.Entry<String, Tensor> named :
                    NamedTensors.parameters(model.module()).entrySet()) {
                String name = named.getKey();
                double around = name.contains("norm") && name.endsWith("weight") ? 1 : 0;
                double[] values = new double[(int) named.getValue().numel()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = around + 0.08 * scattered(parameter, i);
                }
                named.getValue().copy_(ArrayTensors.of(values, named.getValue().shape()));
                parameter++;
            }
        }
    }

    /** A number in [-0.5, 0.5) that looks drawn at random; as in the script. */
    private static double scattered(int parameter, int place) {
        int x = place + parameter * 7919 * 1009;
        x = (x ^ (x >>> 16)) * 0x7FEB352D;
        x = (x ^ (x >>> 15)) * 0x846CA68B;
        return Integer.toUnsignedLong(x ^ (x >>> 16)) / 0x1p32 - 0.5;
    }

    private static MicroBatch batch(int step) {
        List<Long> inputs = new ArrayList<>();
        List<Long> targets = new ArrayList<>();
        for (int row = 0; row < BATCH; row++) {
            long start = (long) (step * BATCH + row) * CONTEXT;
            LongStream.range(start, start + CONTEXT).forEach(p -> {
                inputs.add(token(p));
                targets.add(token(p + 1));
            });
        }
        return new MicroBatch(tensor(inputs), tensor(targets), BATCH);
    }

    private static Tensor tensor(List<Long> values) {
        return ArrayTensors.of(values.stream().mapToLong(Long::longValue).toArray(), BATCH, CONTEXT);
    }

    private static long token(long place) {
        return (place * place * 31 + place * 17 + place / 3) % 256;
    }
}
