package io.cohort.torch.data;

import io.cohort.torch.internal.ArrayTensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Some samples as plain arrays, which any thread may make and hand over.
 *
 * @param samples how many
 * @param inputs sample after sample, each in row-major order of {@link DataSpec#inputShape()}; tokens are whole numbers
 * @param targets sample after sample: class numbers, values, or the tokens that follow
 */
public record Rows(int samples, float[] inputs, float[] targets) {

    /** The same as tensors, in the caller's scope. */
    public IndexedData.Batch tensors(DataSpec spec) {
        long[] shape = new long[1 + spec.inputShape().size()];
        shape[0] = samples;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = spec.inputShape().get(i - 1);
        }
        return switch (spec.task()) {
            case REGRESSION -> new IndexedData.Batch(ArrayTensors.of(inputs, shape), ArrayTensors.of(targets, samples));
            case CLASSIFICATION -> new IndexedData.Batch(ArrayTensors.of(inputs, shape), whole(targets, samples));
            case LANGUAGE -> new IndexedData.Batch(whole(inputs, shape), whole(targets, shape));
        };
    }

    private static Tensor whole(float[] values, long... shape) {
        long[] whole = new long[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (long) values[i];
        }
        return ArrayTensors.of(whole, shape);
    }
}
