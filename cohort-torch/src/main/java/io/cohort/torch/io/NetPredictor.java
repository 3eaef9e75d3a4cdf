package io.cohort.torch.io;

import io.cohort.core.error.CohortException;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.OwnedMemory;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import io.cohort.torch.metric.Metrics;
import io.cohort.torch.metric.MetricsSection;
import io.cohort.torch.metric.Scores;
import io.cohort.torch.model.Model;
import io.cohort.torch.model.ModelProvider;
import io.cohort.torch.model.ModelSection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** One network, in evaluation mode, with the normalisation it was trained with. Outputs become probabilities in float64. */
final class NetPredictor implements Predictor {

    /** Samples that go through the network together; only memory and speed depend on it. */
    private static final int BLOCK = 256;

    private final Model model;
    private final DataSpec spec;
    private final Normalisation normalisation;
    private final Map<String, Object> metrics;
    private final ScalarType type;
    private final OwnedMemory memory;

    private NetPredictor(Model model, ScalarType type, ModelDirectory.Description description, OwnedMemory memory) {
        this.model = model;
        this.type = type;
        this.spec = description.data();
        this.normalisation = description.normalisation();
        this.metrics = description.metrics();
        this.memory = memory;
    }

    static Predictor open(Path directory) {
        Manifest manifest = ModelDirectory.manifest(directory);
        ModelDirectory.Description description = manifest.description();
        ModelProvider.Recipe recipe = recipe(directory, description);
        OwnedMemory memory = new OwnedMemory();
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> weights = weights(directory, manifest);
            Model model = memory.own(() -> build(directory, recipe, description));
            Map<String, Tensor> places = NamedTensors.of(model.module());
            WeightLoader.mismatch(places, weights).ifPresent(rule -> {
                throw ModelDirectory.invalid(directory.resolve(ModelDirectory.WEIGHTS), rule);
            });
            WeightLoader.load(places, weights);
            model.module().eval();
            return new NetPredictor(model, floatType(places), description, memory);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private static ModelProvider.Recipe recipe(Path directory, ModelDirectory.Description description) {
        String place = directory.resolve(ModelDirectory.MANIFEST).toString();
        try {
            ModelProvider.Recipe recipe = Sections.read(new ModelSection(), description.model(), place)
                    .in(directory);
            recipe.check(description.data());
            return recipe;
        } catch (UserMistake e) {
            throw new UserMistake("model-invalid", e.problems());
        }
    }

    private static Map<String, Tensor> weights(Path directory, Manifest manifest) {
        Path file = directory.resolve(ModelDirectory.WEIGHTS);
        try {
            Map<String, Tensor> weights = Safetensors.read(file);
            if (!ParametersSha256.of(weights).equals(manifest.parametersSha256())) {
                throw ModelDirectory.invalid(
                        file, "is not what " + ModelDirectory.MANIFEST + " was written with: another hash");
            }
            return weights;
        } catch (UserMistake e) {
            throw new UserMistake("model-invalid", e.problems());
        }
    }

    private static Model build(Path directory, ModelProvider.Recipe recipe, ModelDirectory.Description description) {
        try {
            return Seeds.drawing(description.seed(), () -> recipe.build(description.data()));
        } catch (CohortException e) {
            throw e;
        } catch (RuntimeException e) {
            throw ModelDirectory.invalid(
                    directory.resolve(ModelDirectory.MANIFEST), "its model cannot be built (" + e.getMessage() + ")");
        }
    }

    private static ScalarType floatType(Map<String, Tensor> places) {
        return places.values().stream()
                .filter(Tensor::is_floating_point)
                .findFirst()
                .map(tensor -> tensor.scalar_type().intern())
                .orElse(ScalarType.Float);
    }

    @Override
    public DataSpec spec() {
        return spec;
    }

    @Override
    public double[] next(int[] tokens) {
        if (spec.task() != Task.LANGUAGE) {
            return Predictor.super.next(tokens);
        }
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGrad = new NoGradGuard()) {
            long[] sequence = Arrays.stream(tokens).asLongStream().toArray();
            Tensor outputs = model.forward(ArrayTensors.of(sequence, 1, sequence.length)); // [1, T, V]
            return softmax(ArrayTensors.doubles(outputs.select(1, -1)));
        }
    }

    /** Read when they are asked for: a model predicts without the classes that measured it. */
    @Override
    public Metrics metrics() {
        return Sections.read(new MetricsSection(), metrics, "metrics of the model");
    }

    @Override
    public double[][] predict(IndexedData data, int[] samples) {
        spec.requireTakes(data.spec(), "data");
        double[][] outputs = new double[samples.length][];
        for (int from = 0; from < samples.length; from += BLOCK) {
            int to = Math.min(samples.length, from + BLOCK);
            double[] flat = forward(data, Arrays.copyOfRange(samples, from, to));
            int each = flat.length / (to - from);
            for (int i = from; i < to; i++) {
                double[] row = Arrays.copyOfRange(flat, (i - from) * each, (i - from + 1) * each);
                outputs[i] = spec.task() == Task.REGRESSION ? row : softmax(row);
            }
        }
        return outputs;
    }

    @Override
    public void score(IndexedData data, int[] samples, Scores scores) {
        if (spec.task() != Task.LANGUAGE) {
            Predictor.super.score(data, samples, scores);
            return;
        }
        for (int from = 0; from < samples.length; from += BLOCK) {
            int[] some = Arrays.copyOfRange(samples, from, Math.min(samples.length, from + BLOCK));
            try (PointerScope scope = new PointerScope();
                    NoGradGuard noGrad = new NoGradGuard()) {
                IndexedData.Batch batch = data.batch(some);
                Tensor outputs = outputs(batch.inputs());
                Tensor losses = outputs.log_softmax(-1, new ScalarTypeOptional(ScalarType.Double))
                        .gather(-1, batch.targets().unsqueeze(-1))
                        .neg();
                double perSequence = losses.sum().item_double() / spec.targetsPerSample();
                scores.add(outputs, batch.targets(), perSequence);
            }
        }
    }

    private double[] forward(IndexedData data, int[] samples) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGrad = new NoGradGuard()) {
            Tensor outputs = outputs(data.batch(samples).inputs());
            return ArrayTensors.doubles(spec.task() == Task.LANGUAGE ? outputs.select(1, -1) : outputs);
        }
    }

    /** @param raw {@code [n, inputShape…]} */
    private Tensor outputs(Tensor raw) {
        Tensor outputs = model.forward(raw.is_floating_point() ? normalisation.apply(raw.to(type)) : raw);
        long each = spec.targetsPerSample() * spec.outputs();
        if (outputs.numel() != raw.size(0) * each) {
            throw new IllegalStateException("the model gave outputs of shape " + Arrays.toString(outputs.shape())
                    + " for " + raw.size(0) + " samples; it must give " + each + " a sample");
        }
        return outputs;
    }

    /** In place, shifted by the largest score so that nothing overflows. */
    private static double[] softmax(double[] scores) {
        double largest = Arrays.stream(scores).max().orElse(0);
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - largest);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
        return scores;
    }

    @Override
    public void close() {
        memory.close();
    }
}
