package io.cohort.torch.data;

import java.util.Objects;

/** Samples in the Java heap. */
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
    public final Rows rows(int[] samples) {
        float[] inputs = new float[Math.multiplyExact(samples.length, elements)];
        float[] chosen = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            copy(Objects.checkIndex(samples[i], targets.length), inputs, i * elements);
            chosen[i] = targets[samples[i]];
        }
        return new Rows(samples.length, inputs, chosen);
    }
}
