package io.cohort.comm.internal.wire;

import io.cohort.comm.ReduceOp;
import io.cohort.core.timeline.Timeline;
import io.cohort.torch.ElementType;
import org.jspecify.annotations.Nullable;

/**
 * What ranks must agree on for one operation. It travels whole in every frame, so a rank that disagrees can say what its peer does.
 *
 * @param kind the operation
 * @param op how elements are combined; null where nothing is reduced
 * @param type the elements' type; null where there are none
 * @param root the rank that gives or takes alone; −1 where there is none
 * @param count elements of the tensor that has the same size on all ranks; for groups a hash of the members
 */
public record Fingerprint(OperationKind kind, @Nullable ReduceOp op, @Nullable ElementType type, int root, long count)
        implements Timeline.Named {

    private static final int NO_ROOT = 0xffff;

    /** Everything but the count, in eight bytes. */
    long bits() {
        int rootBits = root < 0 ? NO_ROOT : root;
        return kind.code() | (long) opCode(op) << 8 | (long) typeCode(type) << 16 | (long) rootBits << 24;
    }

    static Fingerprint of(long bits, long count) throws MalformedFrame {
        int rootBits = (int) (bits >>> 24) & 0xffff;
        return new Fingerprint(
                OperationKind.ofCode((int) bits & 0xff),
                opOfCode((int) (bits >>> 8) & 0xff),
                typeOfCode((int) (bits >>> 16) & 0xff),
                rootBits == NO_ROOT ? -1 : rootBits,
                count);
    }

    /** As a person reads it: {@code all-reduce sum float32[1000]}. */
    @Override
    public String describe() {
        StringBuilder text = new StringBuilder(kind.word());
        if (op != null) {
            text.append(' ').append(wordOf(op));
        }
        if (type != null) {
            text.append(' ').append(type.word()).append('[').append(count).append(']');
        } else if (kind == OperationKind.SUBGROUP) {
            text.append(" with name and members #").append(Long.toHexString(count));
        }
        if (root >= 0) {
            text.append(kind == OperationKind.BROADCAST || kind == OperationKind.SCATTER ? " from" : " to");
            text.append(" rank ").append(root);
        }
        return text.toString();
    }

    private static String wordOf(ReduceOp op) {
        return switch (op) {
            case SUM -> "sum";
            case MAX -> "max";
            case MIN -> "min";
        };
    }

    private static int opCode(@Nullable ReduceOp op) {
        if (op == null) {
            return 0;
        }
        return switch (op) {
            case SUM -> 1;
            case MAX -> 2;
            case MIN -> 3;
        };
    }

    private static @Nullable ReduceOp opOfCode(int code) throws MalformedFrame {
        return switch (code) {
            case 0 -> null;
            case 1 -> ReduceOp.SUM;
            case 2 -> ReduceOp.MAX;
            case 3 -> ReduceOp.MIN;
            default -> throw new MalformedFrame("reduction code " + code + " is unknown");
        };
    }

    private static int typeCode(@Nullable ElementType type) {
        if (type == null) {
            return 0;
        }
        return switch (type) {
            case FLOAT32 -> 1;
            case FLOAT64 -> 2;
            case BF16 -> 3;
            case FP16 -> 4;
            case INT8 -> 5;
            case INT32 -> 6;
            case INT64 -> 7;
        };
    }

    private static @Nullable ElementType typeOfCode(int code) throws MalformedFrame {
        return switch (code) {
            case 0 -> null;
            case 1 -> ElementType.FLOAT32;
            case 2 -> ElementType.FLOAT64;
            case 3 -> ElementType.BF16;
            case 4 -> ElementType.FP16;
            case 5 -> ElementType.INT8;
            case 6 -> ElementType.INT32;
            case 7 -> ElementType.INT64;
            default -> throw new MalformedFrame("element type code " + code + " is unknown");
        };
    }
}
