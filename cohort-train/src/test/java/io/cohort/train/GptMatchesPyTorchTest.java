package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
        List<Double> expected = expected();
        OptimizerSection.Plan plan = Sections.read(
                new OptimizerSection(), Map.of("name", "adamw", "lr", 3e-4, "weightDecay", 0.01), "optimizer");
        try (PointerScope scope = new PointerScope();
                ProcessGroup alone = Lone.group();
                Strategy strategy = new AllReduce(1 << 20)) {
            Model model = Sections.read(new ModelSection(), Map.of("name", "gpt"), "model")
                    .build(TEXT);
            setWeights(model);
            strategy.prepare(
                    new Strategy.Subject(
                            model,
                            Sections.read(new LossSection(), Map.of("name", "cross-entropy"), "loss")
                                    .forTask(Task.LANGUAGE),
                            plan.rule(),
                            ElementType.FLOAT32,
                            Optional.empty()),
                    Lone.groups(alone));
            for (int step = 0; step < expected.size(); step++) {
                double loss = strategy.step(
                        List.of(batch(step)), new Update(step + 1, BATCH, plan.rate(new Progress(0, step, 100, 100))));

                assertThat(loss / BATCH).as("step " + step).isCloseTo(expected.get(step), within(1e-4));
            }
        }
    }

    private static List<Double> expected() throws IOException {
        return Arrays.asList(new ObjectMapper()
                .readValue(Files.readString(Path.of("src/test/resources/fixtures/gpt.json")), Double[].class));
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
                    values[i] = around + 0.05 * Math.sin(1.0 + 0.7 * i + 10.0 * parameter);
                }
                named.getValue().copy_(ArrayTensors.of(values, named.getValue().shape()));
                parameter++;
            }
        }
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
