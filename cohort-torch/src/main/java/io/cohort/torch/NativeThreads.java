package io.cohort.torch;

import org.bytedeco.openblas.global.openblas_full;
import org.bytedeco.pytorch.global.torch;

/** How many threads one operation may use: a setting of the whole process, of libtorch and of the BLAS beneath it, which has threads of its own. */
public final class NativeThreads {

    private NativeThreads() {}

    public static void use(int threads) {
        torch.set_num_threads(threads);
        openblas_full.openblas_set_num_threads(threads);
    }
}
