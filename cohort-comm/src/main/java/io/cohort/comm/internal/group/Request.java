package io.cohort.comm.internal.group;

import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.Memory;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What a caller wants, checked.
 *
 * @param input the tensor that is read
 * @param output the tensor that is written; the same one for operations in place, and where this rank writes nothing
 */
record Request(Fingerprint fingerprint, List<Tensor> tensors, Memory input, Memory output) {

    static Request of(Fingerprint fingerprint, Tensor input, Tensor output) {
        return new Request(fingerprint, List.of(input, output), Memory.of(input), Memory.of(output));
    }

    static Request inPlace(Fingerprint fingerprint, Tensor tensor) {
        Memory memory = Memory.of(tensor);
        return new Request(fingerprint, List.of(tensor), memory, memory);
    }

    static Request withoutTensors(Fingerprint fingerprint) {
        return new Request(fingerprint, List.of(), Memory.NONE, Memory.NONE);
    }
}
