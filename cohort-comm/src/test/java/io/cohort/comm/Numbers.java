package io.cohort.comm;

import io.cohort.torch.ElementType;
import java.lang.ref.Reference;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors to and from plain arrays, and a reference for reductions that shares no code with ours. */
final class Numbers {

    private Numbers() {}

    /** What a rank contributes, already rounded to the type; small whole numbers when {@code exact}. */
    static double[] values(ElementType type, int rank, int count, boolean exact) {
        SplittableRandom random = new SplittableRandom(1000L * rank + 7);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            boolean whole = exact || type.word().startsWith("int");
            values[i] =
                    whole ? random.nextInt(-9, 10) : (random.nextDouble() - 0.5) * Math.pow(2, random.nextInt(-8, 9));
        }
        return read(tensor(type, values));
    }

    static Tensor tensor(ElementType type, double[] values) {
        if (values.length == 0) {
            return torch.empty(new long[] {0}, new TensorOptions(type.scalarType()), null);
        }
        DoublePointer source = new DoublePointer(values);
        Tensor wide = torch.from_blob(source, new long[] {values.length}, new TensorOptions(ScalarType.Double));
        Tensor tensor = wide.to(type.scalarType(), false, true, new MemoryFormatOptional());
        Reference.reachabilityFence(source); // else the collector may free what native code still reads
        return tensor;
    }

    static Tensor filled(ElementType type, int count, double value) {
        Tensor tensor = torch.empty(new long[] {count}, new TensorOptions(type.scalarType()), null);
        return tensor.fill_(new Scalar(value));
    }

    static double[] read(Tensor tensor) {
        int count = (int) tensor.numel();
        double[] values = new double[count];
        if (count > 0) {
            Tensor wide = tensor.to(ScalarType.Double).contiguous();
            new DoublePointer(wide.data_ptr()).get(values);
            Reference.reachabilityFence(wide);
        }
        return values;
    }

    /** The contracted order, written down a second time: (first power of two of them) then (the rest). */
    static double[] reduced(double[][] ranks, ElementType type, ReduceOp op) {
        double[] result = new double[ranks[0].length];
        for (int i = 0; i < result.length; i++) {
            double[] column = new double[ranks.length];
            for (int rank = 0; rank < ranks.length; rank++) {
                column[rank] = ranks[rank][i];
            }
            result[i] = tree(column, 0, column.length, type, op);
        }
        boolean rounded = type == ElementType.BF16 || type == ElementType.FP16;
        return rounded ? read(tensor(type, result)) : result;
    }

    private static double tree(double[] values, int from, int to, ElementType type, ReduceOp op) {
        if (to - from == 1) {
            return values[from];
        }
        int half = 1;
        while (half * 2 < to - from) {
            half *= 2;
        }
        double left = tree(values, from, from + half, type, op);
        double right = tree(values, from + half, to, type, op);
        return switch (op) {
            case MAX -> Math.max(left, right);
            case MIN -> Math.min(left, right);
            case SUM ->
                switch (type) {
                    case FLOAT64 -> left + right;
                    case INT8 -> (byte) (left + right);
                    case INT32 -> (int) (left + right);
                    case INT64 -> (long) left + (long) right;
                    case FLOAT32, BF16, FP16 -> (float) left + (float) right;
                };
        };
    }
}
