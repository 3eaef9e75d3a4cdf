package io.cohort.bench;

import io.cohort.core.job.JobNode;
import io.cohort.torch.Seeds;
import io.cohort.torch.data.DataReader;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Rows;
import io.cohort.torch.data.Source;
import io.cohort.torch.data.Task;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Samples drawn at random: normal numbers of some shape with random classes, or random tokens. There is nothing to learn in them.
 *
 * <p>Keys: {@code samples}, {@code shape}, {@code classes}, and {@code tokens: true} for sequences, whose length is the shape and whose tokens are the classes.
 */
public final class RandomData implements DataReader {

    private static final int MANY = 1 << 24;

    @Override
    public Source read(JobNode options) {
        int samples = (int) options.integer("samples", 64, 1, MANY);
        List<Long> shape = options.integers("shape", List.of(1L, 28L, 28L), 1, MANY);
        int classes = (int) options.integer("classes", 10, 2, MANY);
        Task kind = options.flag("tokens", false) ? Task.LANGUAGE : Task.CLASSIFICATION;
        List<String> names =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        DataSpec spec = new DataSpec(shape, kind, names);
        return task -> new Drawn(spec, samples);
    }

    /** The same samples whenever they are asked for. */
    private record Drawn(DataSpec spec, int size) implements IndexedData {

        @Override
        public Rows rows(int[] samples) {
            int elements = Math.toIntExact(spec.inputElements());
            int targetsEach = Math.toIntExact(spec.targetsPerSample());
            float[] inputs = new float[samples.length * elements];
            float[] targets = new float[samples.length * targetsEach];
            for (int i = 0; i < samples.length; i++) {
                SplittableRandom random = new SplittableRandom(Seeds.key(samples[i]));
                fillTargets(random, targets, i * targetsEach, targetsEach);
                fillInputs(random, inputs, i * elements, elements);
            }
            return new Rows(samples.length, inputs, targets);
        }

        private void fillTargets(SplittableRandom random, float[] out, int from, int count) {
            for (int i = from; i < from + count; i++) {
                out[i] = random.nextInt((int) spec.outputs());
            }
        }

        private void fillInputs(SplittableRandom random, float[] out, int from, int count) {
            for (int i = from; i < from + count; i++) {
                out[i] = spec.task() == Task.LANGUAGE
                        ? random.nextInt((int) spec.outputs())
                        : (float) random.nextGaussian();
            }
        }

        @Override
        public double target(int sample) {
            float[] targets = rows(new int[] {sample}).targets();
            return targets[targets.length - 1];
        }
    }
}
