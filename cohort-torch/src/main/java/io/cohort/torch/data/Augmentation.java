package io.cohort.torch.data;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.JobNode;
import io.cohort.torch.Seeds;
import java.util.SplittableRandom;

/**
 * Small changes to images that leave their class as it is, drawn anew for each sample in each epoch. What is drawn depends on seed, epoch and sample alone,
 * so neither the number of workers nor of loaders changes it.
 *
 * <p>Threading: immutable.
 *
 * @param crop pixels by which an image is moved at most, each way; what comes in from outside is 0
 * @param flip whether left and right are exchanged in half of the cases
 */
public record Augmentation(int crop, boolean flip) {

    /** Leaves images as they are. */
    public static final Augmentation NONE = new Augmentation(0, false);

    private static final int KEY = 3;
    private static final int LARGEST_CROP = 1 << 12;

    static Augmentation read(JobNode node) {
        return new Augmentation((int) node.integer("crop", 0, 0, LARGEST_CROP), node.flag("flip", false));
    }

    /** Whether it changes nothing. */
    public boolean none() {
        return equals(NONE);
    }

    /** Checks that it can be done. @throws UserMistake of kind {@code augment-needs-images} */
    void requireFits(DataSpec spec) {
        if (!none() && (spec.inputShape().size() != 3 || spec.task() == Task.LANGUAGE)) {
            throw new UserMistake(
                    "augment-needs-images",
                    new Problem(
                            "data.augment",
                            null,
                            "moves and mirrors images, but the data has inputs of shape " + spec.inputShape(),
                            "Leave augment out"));
        }
    }

    /**
     * The samples, changed.
     *
     * @param samples their numbers
     */
    public Rows apply(Rows rows, DataSpec spec, int[] samples, int epoch, long seed) {
        if (none()) {
            return rows;
        }
        int height = Math.toIntExact(spec.inputShape().get(1));
        int width = Math.toIntExact(spec.inputShape().get(2));
        int plane = height * width;
        int planes = Math.toIntExact(spec.inputShape().get(0));
        float[] changed = new float[rows.inputs().length];
        for (int i = 0; i < samples.length; i++) {
            SplittableRandom random = new SplittableRandom(Seeds.key(seed, KEY, epoch, samples[i]));
            int down = random.nextInt(2 * crop + 1) - crop;
            int right = random.nextInt(2 * crop + 1) - crop;
            boolean mirrored = flip && random.nextBoolean();
            for (int channel = 0; channel < planes; channel++) {
                int start = (i * planes + channel) * plane;
                for (int y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
                    copyRow(
                            rows.inputs(),
                            start + (y + down) * width,
                            changed,
                            start + y * width,
                            width,
                            right,
                            mirrored);
                }
            }
        }
        return new Rows(rows.samples(), changed, rows.targets());
    }

    private static void copyRow(float[] from, int row, float[] to, int start, int width, int right, boolean mirrored) {
        int first = Math.max(0, -right);
        int last = Math.min(width, width - right);
        for (int x = first; x < last; x++) {
            to[start + (mirrored ? width - 1 - x : x)] = from[row + x + right];
        }
    }
}
