package io.cohort.torch;

import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The types of numbers that tensors hold, with libtorch's and safetensors' names for them. */
public enum ElementType {
    FLOAT32(ScalarType.Float, "F32", 4),
    FLOAT64(ScalarType.Double, "F64", 8),
    BF16(ScalarType.BFloat16, "BF16", 2),
    FP16(ScalarType.Half, "F16", 2),
    INT8(ScalarType.Char, "I8", 1),
    INT32(ScalarType.Int, "I32", 4),
    INT64(ScalarType.Long, "I64", 8);

    private final ScalarType scalarType;
    private final String safetensorsName;
    private final int bytes;

    ElementType(ScalarType scalarType, String safetensorsName, int bytes) {
        this.scalarType = scalarType;
        this.safetensorsName = safetensorsName;
        this.bytes = bytes;
    }

    public ScalarType scalarType() {
        return scalarType;
    }

    /** The name in a safetensors header, such as {@code F32}. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** Bytes an element takes. */
    public int bytes() {
        return bytes;
    }

    /** The name in job files and messages, such as {@code float32}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ElementType of(Tensor tensor) {
        ScalarType wanted = tensor.scalar_type().intern();
        for (ElementType type : values()) {
            if (type.scalarType == wanted) {
                return type;
            }
        }
        throw new IllegalArgumentException("tensors of " + wanted
                + " are not supported; use one of float32, float64, bf16, fp16, int8, int32, int64");
    }

    public static ElementType ofSafetensors(String name) {
        for (ElementType type : values()) {
            if (type.safetensorsName.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "element type " + name + " is not supported; use one of F32, F64, BF16, F16, I8, I32, I64");
    }
}
