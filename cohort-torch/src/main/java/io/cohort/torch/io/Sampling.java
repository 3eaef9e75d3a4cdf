package io.cohort.torch.io;

import io.cohort.torch.metric.Scores;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How the next token is drawn from the probabilities that a model gives.
 *
 * <p>Legend: p probability, T temperature. Tokens are drawn in proportion to p^(1/T), so below 1 the probable ones come more often than the model says, and
 * above 1 less often.
 *
 * @param temperature T; 0 takes the most probable token each time
 * @param topK of how many of the most probable tokens one is drawn; 0 for all
 * @param seed same seed, same text
 */
public record Sampling(double temperature, int topK, long seed) {

    /** As the model says. */
    public static final Sampling PLAIN = new Sampling(1, 0, 42);

    public Sampling {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature=" + temperature + " must be at least 0 and finite");
        }
        if (topK < 0) {
            throw new IllegalArgumentException("topK=" + topK + " must be at least 0");
        }
    }

    /** The same with another temperature. */
    public Sampling temperature(double other) {
        return new Sampling(other, topK, seed);
    }

    /** The same with another number of tokens to draw from. */
    public Sampling topK(int other) {
        return new Sampling(temperature, other, seed);
    }

    /** The same with another seed. */
    public Sampling seed(long other) {
        return new Sampling(temperature, topK, other);
    }

    /** Draws a token. */
    int draw(double[] probabilities, SplittableRandom random) {
        int best = Scores.largest(probabilities);
        if (temperature == 0) {
            return best;
        }
        double least = leastAmongTopK(probabilities);
        double[] weights = new double[probabilities.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            boolean may = probabilities[i] >= least && probabilities[i] > 0;
            weights[i] = may ? Math.pow(probabilities[i] / probabilities[best], 1 / temperature) : 0;
            sum += weights[i];
        }
        double left = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return best; // rounding has left nothing
    }

    /** Those as probable as the last one that may be drawn may be drawn too. */
    private double leastAmongTopK(double[] probabilities) {
        if (topK == 0 || topK >= probabilities.length) {
            return 0;
        }
        double[] sorted = probabilities.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - topK];
    }
}
