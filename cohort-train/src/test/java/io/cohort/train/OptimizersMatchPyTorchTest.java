package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.comm.ProcessGroup;
import io.cohort.core.job.Job;
import io.cohort.torch.ElementType;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.io.Safetensors;
import io.cohort.torch.loss.LossSection;
import io.cohort.torch.model.LeNet;
import io.cohort.torch.model.Mlp;
import io.cohort.torch.model.Model;
import io.cohort.torch.optim.OptimizerSection;
import io.cohort.torch.optim.Progress;
import io.cohort.train.Strategy.MicroBatch;
import io.cohort.train.Strategy.Update;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds one worker's training against what PyTorch gives from the same start and batches: see {@code fixtures/optimizers.py}. */
class OptimizersMatchPyTorchTest {

    private static final int STEPS = 30;
    private static final int STEPS_AN_EPOCH = 10;
    private static final DataSpec IMAGES = new DataSpec(
            List.of(1L, 8L, 8L),
            Task.CLASSIFICATION,
            IntStream.range(0, 10).mapToObj(String::valueOf).toList());

    /** Adam divides by the gradient's own size, so in float32 the last bits of a gradient near zero show; float64 proves the rule. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sgd-lenet    | name: sgd, lr: 0.1, momentum: 0.9, weightDecay: 0.001                 | FLOAT32 | 1e-6",
                "sgd-nesterov | name: sgd, lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.001 | FLOAT64 | 1e-12",
                "sgd-plain    | name: sgd, lr: 0.1                                                    | FLOAT64 | 1e-12",
                "adam-lenet   | name: adam, lr: 0.001, weightDecay: 0.001                             | FLOAT32 | 1e-6",
                "adam         | name: adam, lr: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-6           | FLOAT64 | 1e-12",
                "adamw        | name: adamw, lr: 0.1, weightDecay: 0.1                                | FLOAT64 | 1e-12",
                "lamb         | name: lamb, lr: 0.1, weightDecay: 0.05                                | FLOAT64 | 1e-12",
            })
    void endsAtTheSameParameters(String fixture, String options, ElementType type, double tolerance) {
        try (PointerScope scope = new PointerScope()) {
            Model model = fixture.endsWith("lenet") ? new LeNet(IMAGES) : new Mlp(IMAGES, List.of(16L));

            assertThat(difference(fixture, options, model, type)).isLessThan(tolerance);
        }
    }

    /** The largest relative difference of any parameter after all steps. */
    private static double difference(String fixture, String options, Model model, ElementType type) {
        Job job = Job.parse(
                """
                data: digits
                model: lenet
                optimizer: { %s, schedule: { name: step, every: 1, gamma: 0.5 } }
                """
                        .formatted(options),
                Path.of("").toAbsolutePath(),
                List.of());
        OptimizerSection.Plan plan = job.section(OptimizerSection.Plan.class);
        try (PointerScope scope = new PointerScope();
                ProcessGroup alone = Lone.group();
                Strategy strategy = new AllReduce(1 << 12, AllReduce.Where.EVERYWHERE)) {
            Map<String, Tensor> numbers =
                    Safetensors.read(Path.of("src/test/resources/fixtures/optimizer-" + fixture + ".safetensors"));
            model.module().to(type.scalarType(), false);
            strategy.prepare(
                    new Strategy.Subject(
                            model,
                            job.section(LossSection.Choice.class).forTask(Task.CLASSIFICATION),
                            plan.rule(),
                            type,
                            Optional.empty(),
                            false),
                    Lone.groups(alone));
            start(model, numbers);
            for (int step = 0; step < STEPS; step++) {
                Tensor inputs = numbers.get("batch/" + step + "/inputs");
                int size = (int) inputs.size(0);
                strategy.step(
                        List.of(new MicroBatch(inputs, numbers.get("batch/" + step + "/targets"), size)),
                        new Update(
                                step + 1,
                                size,
                                plan.rate(new Progress(step / STEPS_AN_EPOCH, step, STEPS_AN_EPOCH, STEPS))));
            }
            return NamedTensors.of(model.module()).entrySet().stream()
                    .mapToDouble(e -> relative(numbers.get("end/" + e.getKey()), e.getValue()))
                    .max()
                    .orElseThrow();
        }
    }

    private static void start(Model model, Map<String, Tensor> numbers) {
        try (AutoGradMode noGrad = new NoGradGuard()) {
            NamedTensors.of(model.module()).forEach((name, tensor) -> tensor.copy_(numbers.get("start/" + name)));
        }
    }

    private static double relative(Tensor expected, Tensor found) {
        Tensor exact = expected.to(torch.ScalarType.Double);
        return exact.sub(found.to(torch.ScalarType.Double)).abs().max().item_double()
                / exact.abs().max().item_double();
    }
}
