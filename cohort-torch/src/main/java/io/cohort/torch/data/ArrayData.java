package io.cohort.torch.data;

/**
 * A data set made from arrays of a program's own. The arrays are kept, not copied: do not change them afterwards.
 *
 * <p>Threading: immutable as long as nobody changes the arrays.
 */
public final class ArrayData extends InMemoryData {

    private final float[] inputs;

    /**
     * @param inputs sample after sample, each in row-major order of {@link DataSpec#inputShape()}
     * @param targets one a sample: class numbers (whole, from 0), or any finite values for regression
     * @throws IllegalArgumentException when lengths do not fit or a target is not allowed
     */
    public ArrayData(DataSpec spec, float[] inputs, float[] targets) {
        super(spec, inputs.length, targets);
        this.inputs = inputs;
    }

    @Override
    void copy(int sample, float[] out, int offset) {
        System.arraycopy(inputs, sample * elements(), out, offset, elements());
    }
}
