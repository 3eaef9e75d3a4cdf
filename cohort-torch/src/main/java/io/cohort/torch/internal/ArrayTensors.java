package io.cohort.torch.internal;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Tensors from Java arrays and back, each by one native copy. A tensor without elements has no memory to copy to, so it is never asked for its address.
 *
 * <p>Memory: new tensors belong to the caller's scope.
 */
public final class ArrayTensors {

    private ArrayTensors() {}

    public static Tensor of(float[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Float, shape);
        if (values.length > 0) {
            tensor.data_ptr_float().put(values);
        }
        return tensor;
    }

    public static Tensor of(double[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Double, shape);
        if (values.length > 0) {
            tensor.data_ptr_double().put(values);
        }
        return tensor;
    }

    public static Tensor of(long[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Long, shape);
        if (values.length > 0) {
            tensor.data_ptr_long().put(values);
        }
        return tensor;
    }

    /** The elements of a tensor of any float type, in order, as doubles. */
    public static double[] doubles(Tensor tensor) {
        double[] values = new double[Math.toIntExact(tensor.numel())];
        if (values.length > 0) {
            tensor.detach().to(ScalarType.Double).contiguous().data_ptr_double().get(values);
        }
        return values;
    }

    /** The elements of a float32 tensor, in order. */
    public static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.numel())];
        if (values.length > 0) {
            tensor.detach().contiguous().data_ptr_float().get(values);
        }
        return values;
    }

    /** A tensor whose values are whatever the memory held. */
    public static Tensor empty(ScalarType type, long... shape) {
        return torch.empty(shape, new TensorOptions(type), null);
    }
}
