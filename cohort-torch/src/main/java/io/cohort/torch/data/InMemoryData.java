package io.cohort.torch.data;

import io.cohort.torch.internal.ArrayTensors;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/** Samples in the Java heap. A batch is gathered into one array and copied to native memory once. */
abstract class InMemoryData implements IndexedData {

    private final DataSpec spec;
    private final float[] targets;
    private final int elements;

    InMemoryData(DataSpec spec, int values, float[] targets) {
        if (spec.task() == Task.LANGUAGE) {
            throw new IllegalArgumentException("samples with one target each are no data for the task language");
        }
        this.spec = spec;
        this.targets = targets;
        this.elements = Math.toIntExact(spec.inputElements());
        if (values != (long) elements * targets.length) {
            throw new IllegalArgumentException(targets.length + " targets with inputs of shape " + spec.inputShape()
                    + " need " + (long) elements * targets.length + " values, not " + values);
        }
        checkTargets();
    }

    private void checkTargets() {
        for (int i = 0; i < targets.length; i++) {
            float target = targets[i];
            boolean wrong = spec.task() == Task.CLASSIFICATION
                    ? target != (int) target || target < 0 || target >= spec.outputs()
                    : !Float.isFinite(target);
            if (wrong) {
                throw new IllegalArgumentException("target " + target + " of sample " + i
                        + (spec.task() == Task.CLASSIFICATION
                                ? " is no class number below " + spec.outputs()
                                : " is no finite number"));
            }
        }
    }

    /** Writes the raw inputs of one sample, as many as the input shape has, from {@code offset} on. */
    abstract void copy(int sample, float[] out, int offset);

    final int elements() {
        return elements;
    }

    @Override
    public final DataSpec spec() {
        return spec;
    }

    @Override
    public final int size() {
        return targets.length;
    }

    @Override
    public final double target(int sample) {
        return targets[Objects.checkIndex(sample, targets.length)];
    }

    @Override
    public final Batch batch(int[] samples) {
        float[] inputs = new float[Math.multiplyExact(samples.length, elements)];
        for (int i = 0; i < samples.length; i++) {
            copy(Objects.checkIndex(samples[i], targets.length), inputs, i * elements);
        }
        return new Batch(ArrayTensors.of(inputs, shape(samples.length)), targets(samples));
    }

    private long[] shape(int samples) {
        long[] shape = new long[1 + spec.inputShape().size()];
        shape[0] = samples;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = spec.inputShape().get(i - 1);
        }
        return shape;
    }

    private Tensor targets(int[] samples) {
        if (spec.task() == Task.REGRESSION) {
            float[] values = new float[samples.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = targets[samples[i]];
            }
            return ArrayTensors.of(values, values.length);
        }
        long[] classes = new long[samples.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (long) targets[samples[i]];
        }
        return ArrayTensors.of(classes, classes.length);
    }
}
