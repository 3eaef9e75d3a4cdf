package io.cohort.torch.metric;

/**
 * A figure of one's own, measured on the samples held out after each epoch and at the end, and by {@code cohort evaluate}. It follows from sums over
 * samples: every worker adds up its own samples, the sums of all workers are added, and the figure is made of them, so each sample counts once.
 *
 * <pre>{@code
 * public final class Hinge implements Metric {
 *     public String name() { return "costOfMistakes"; }
 *     public int sums() { return 2; }
 *     public void add(double target, double[] outputs, double[] sums) {
 *         sums[0] += 1;
 *         sums[1] += outputs[(int) target] > 0.5 ? 0 : target == 0 ? 1 : 20;
 *     }
 *     public double figure(double[] sums) { return sums[1] / sums[0]; }
 * }
 * }</pre>
 *
 * <p>Named in a job as {@code metrics: {class: com.acme.Hinge}}; a public class with a public constructor without arguments.
 *
 * <p>Threading: one thread at a time. It keeps nothing itself.
 */
public interface Metric {

    /** The figure's name in summaries, events and reports, such as {@code costOfMistakes}: letters and digits, a small letter first. */
    String name();

    /** How many numbers it sums. */
    int sums();

    /**
     * Adds one sample; one token where the data is text.
     *
     * @param target the class's number, or the value
     * @param outputs the probability of each class, or one value for regression; not to be changed
     * @param sums the numbers so far, to add to
     */
    void add(double target, double[] outputs, double[] sums);

    /** The figure. Not asked when no sample was measured. */
    double figure(double[] sums);
}
