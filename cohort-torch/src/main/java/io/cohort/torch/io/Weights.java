package io.cohort.torch.io;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What a safetensors file holds.
 *
 * @param tensors by name, sorted; in the scope of who read them
 * @param metadata texts by name
 */
public record Weights(Map<String, Tensor> tensors, Map<String, String> metadata) {}
