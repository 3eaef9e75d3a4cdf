package io.cohort.torch.data.text;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Rows;
import java.util.Objects;

/** Windows of a text. The last ones are held out, so that nothing that is tested stands beside what was trained on. */
final class TextData implements IndexedData {

    /** Where bytes come from. */
    interface Bytes {
        void read(long position, byte[] into, int offset, int length);
    }

    private final DataSpec spec;
    private final int windows;
    private final int context;
    private final Bytes text;

    TextData(DataSpec spec, int windows, Bytes text) {
        this.spec = spec;
        this.windows = windows;
        this.context = Math.toIntExact(spec.inputElements());
        this.text = text;
    }

    @Override
    public DataSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return windows;
    }

    @Override
    public boolean ordered() {
        return true;
    }

    @Override
    public double target(int sample) {
        byte[] last = new byte[1];
        text.read(position(sample) + context, last, 0, 1);
        return last[0] & 0xff;
    }

    @Override
    public Rows rows(int[] samples) {
        int elements = Math.multiplyExact(samples.length, context);
        float[] inputs = new float[elements];
        float[] targets = new float[elements];
        byte[] window = new byte[context + 1];
        for (int i = 0; i < samples.length; i++) {
            text.read(position(samples[i]), window, 0, window.length);
            for (int at = 0; at < context; at++) {
                inputs[i * context + at] = window[at] & 0xff;
                targets[i * context + at] = window[at + 1] & 0xff;
            }
        }
        return new Rows(samples.length, inputs, targets);
    }

    private long position(int sample) {
        return Objects.checkIndex(sample, windows) * (context + 1L);
    }
}
