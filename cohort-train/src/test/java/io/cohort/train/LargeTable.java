package io.cohort.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/** A table of any size with a rule in it, and a program that trains on it. */
final class LargeTable {

    private LargeTable() {}

    /** Writes rows until the file has some bytes. In each row the label says whether the first number is the larger one. */
    static void write(Path file, long bytes) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        long written = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("a,b,c,d,kind,y\n");
            while (written < bytes) {
                double a = random.nextDouble();
                double b = random.nextDouble();
                StringBuilder line =
                        new StringBuilder(120).append(a).append(',').append(b);
                line.append(',').append(random.nextDouble()).append(',').append(random.nextInt(1_000_000));
                line.append(random.nextBoolean() ? ",left" : ",right").append(a > b ? ",yes\n" : ",no\n");
                out.append(line);
                written += line.length();
            }
        }
    }

    /** Trains in this JVM on the table it is given, into the run directory it is given. */
    public static void main(String[] args) {
        var summary = TrainingJob.named("large")
                .set("data", Map.of("format", "csv", "path", args[0], "label", "y", "test", 0.0001))
                .model("mlp")
                .set("optimizer.lr", 0.1)
                .set("train.maxSteps", 300)
                .batch(128)
                .workers(1)
                .engine("threads")
                .train()
                .summary();
        System.out.println("accuracy " + summary.get("accuracy"));
    }
}
