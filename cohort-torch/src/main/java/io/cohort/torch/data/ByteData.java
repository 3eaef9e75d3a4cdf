package io.cohort.torch.data;

/** Samples whose inputs are whole numbers from 0 to 255: kept as bytes, a quarter of the floats they become. */
final class ByteData extends InMemoryData {

    private final byte[] inputs;

    ByteData(DataSpec spec, byte[] inputs, float[] targets) {
        super(spec, inputs.length, targets);
        this.inputs = inputs;
    }

    @Override
    void copy(int sample, float[] out, int offset) {
        int start = sample * elements();
        for (int i = 0; i < elements(); i++) {
            out[offset + i] = inputs[start + i] & 0xff;
        }
    }
}
