package io.cohort.examples;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.ArrayData;
import io.cohort.torch.data.DataReader;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Source;
import io.cohort.torch.data.Task;
import java.util.List;
import java.util.Random;

/** Data of one's own: points on two spirals, one inside the other. Each worker makes the same points, as each would read the same file. */
public final class Spirals implements DataReader {

    private static final DataSpec SPEC = new DataSpec(List.of(2L), Task.CLASSIFICATION, List.of("red", "blue"));
    private static final double TURNS = 1.5;

    @Override
    public Source read(JobNode options) {
        int points = (int) options.integer("points", 1000, 10, 1_000_000);
        double noise = options.number("noise", 0.02, 0, 1);
        return task -> points(points, noise);
    }

    private static ArrayData points(int points, double noise) {
        Random random = new Random(1);
        float[] inputs = new float[2 * points]; // [points, 2]
        float[] targets = new float[points];
        for (int i = 0; i < points; i++) {
            targets[i] = i % 2;
            double radius = 0.1 + 0.9 * random.nextDouble();
            double angle = 2 * Math.PI * TURNS * radius + Math.PI * targets[i];
            inputs[2 * i] = (float) (radius * Math.cos(angle) + noise * random.nextGaussian());
            inputs[2 * i + 1] = (float) (radius * Math.sin(angle) + noise * random.nextGaussian());
        }
        return new ArrayData(SPEC, inputs, targets);
    }
}
