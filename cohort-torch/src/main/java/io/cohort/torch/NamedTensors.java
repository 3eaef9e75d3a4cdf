package io.cohort.torch;

import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;

/** A module's tensors by their full names, such as {@code conv1.weight}. */
public final class NamedTensors {

    private NamedTensors() {}

    /** All parameters and buffers, sorted by name; the handles belong to the caller's scope. */
    public static Map<String, Tensor> of(Module module) {
        Map<String, Tensor> all = new TreeMap<>();
        collect(module.named_parameters(true), all);
        collect(module.named_buffers(true), all);
        return all;
    }

    /** The parameters alone: what is trained. */
    public static Map<String, Tensor> parameters(Module module) {
        Map<String, Tensor> all = new TreeMap<>();
        collect(module.named_parameters(true), all);
        return all;
    }

    /** The buffers alone: what is no parameter but belongs to the model, such as running statistics. */
    public static Map<String, Tensor> buffers(Module module) {
        Map<String, Tensor> all = new TreeMap<>();
        collect(module.named_buffers(true), all);
        return all;
    }

    private static void collect(StringTensorDict dictionary, Map<String, Tensor> into) {
        for (long i = 0; i < dictionary.size(); i++) {
            // The item's tensor lies inside the dictionary: take a handle that lives by itself.
            into.put(
                    dictionary.get(i).key().getString(),
                    new Tensor(dictionary.get(i).value()));
        }
    }
}
