/** Weights as safetensors, model directories, and predictors read from them. */
@NullMarked
package io.cohort.torch.io;

import org.jspecify.annotations.NullMarked;
