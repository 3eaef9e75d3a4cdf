package io.cohort.torch.data;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The element types of the IDX format, by the third byte of its magic number. Numbers are big-endian. */
enum IdxType {
    UINT8(0x08, 1),
    INT8(0x09, 1),
    INT16(0x0B, 2),
    INT32(0x0C, 4),
    FLOAT32(0x0D, 4),
    FLOAT64(0x0E, 8);

    private final int code;
    private final int bytes;

    IdxType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    static Optional<IdxType> ofCode(int code) {
        for (IdxType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    int bytes() {
        return bytes;
    }

    boolean whole() {
        return this != FLOAT32 && this != FLOAT64;
    }

    double value(ByteBuffer bigEndian, int index) {
        return switch (this) {
            case UINT8 -> bigEndian.get(index) & 0xff;
            case INT8 -> bigEndian.get(index);
            case INT16 -> bigEndian.getShort(2 * index);
            case INT32 -> bigEndian.getInt(4 * index);
            case FLOAT32 -> bigEndian.getFloat(4 * index);
            case FLOAT64 -> bigEndian.getDouble(8 * index);
        };
    }
}
