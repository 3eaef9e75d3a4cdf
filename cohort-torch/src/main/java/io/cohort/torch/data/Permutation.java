package io.cohort.torch.data;

import java.util.Random;

/**
 * A shuffled order of 0 to n − 1 that depends on the seed alone: Fisher and Yates from the last place down, with
 * {@link Random#nextInt(int)}, whose numbers the Java specification fixes. Every Java gives the same order, today and later.
 */
final class Permutation {

    private Permutation() {}

    static int[] of(int n, long seed) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        Random random = new Random(seed);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
