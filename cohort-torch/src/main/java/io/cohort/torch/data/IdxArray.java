package io.cohort.torch.data;

import java.nio.ByteBuffer;
import java.util.List;

/** The content of an IDX file: numbers and their dimensions. */
final class IdxArray {

    private final IdxType type;
    private final List<Long> shape;
    private final byte[] bytes;

    IdxArray(IdxType type, List<Long> shape, byte[] bytes) {
        this.type = type;
        this.shape = shape;
        this.bytes = bytes;
    }

    IdxType type() {
        return type;
    }

    /** Sizes of the dimensions, slowest first. */
    List<Long> shape() {
        return shape;
    }

    /** The elements as they stand in the file; not a copy. */
    byte[] bytes() {
        return bytes;
    }

    float[] floats() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        float[] values = new float[bytes.length / type.bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) type.value(buffer, i);
        }
        return values;
    }
}
