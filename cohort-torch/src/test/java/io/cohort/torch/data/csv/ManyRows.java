package io.cohort.torch.data.csv;

import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.data.Rows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A table of any size with a rule in it, and a program that reads it with little memory. */
final class ManyRows {

    private ManyRows() {}

    /** Writes rows until the file has some bytes. In each row the label says whether the first number is the larger one. */
    static long write(Path file, long bytes) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        long written = 0;
        long rows = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("a,b,c,d,e,kind,y\n");
            while (written < bytes) {
                double a = random.nextDouble();
                double b = random.nextDouble();
                StringBuilder line =
                        new StringBuilder(120).append(a).append(',').append(b);
                for (int i = 0; i < 3; i++) {
                    line.append(',').append(random.nextInt(1_000_000));
                }
                line.append(random.nextBoolean() ? ",left" : ",right").append(a > b ? ",yes\n" : ",no\n");
                out.append(line);
                written += line.length();
                rows++;
            }
        }
        return rows;
    }

    /** Opens the table as a run does, then reads a shuffled part and checks its labels. */
    public static void main(String[] args) {
        DataSplit split = CsvTexts.section(Path.of(args[0]), "label: y").open(1);
        if (args.length > 1) {
            System.out.println(Normalisation.of(split.train()).mean());
        }
        int[] numbers = split.train().numbers();
        SplittableRandom random = new SplittableRandom(2);
        int[] some = new int[64];
        for (int batch = 0; batch < 500; batch++) {
            Arrays.setAll(some, i -> numbers[random.nextInt(numbers.length)]);
            Rows rows = split.train().data().rows(some);
            for (int i = 0; i < some.length; i++) {
                if (rows.inputs()[i * 7] > rows.inputs()[i * 7 + 1] != (rows.targets()[i] == 1)) {
                    throw new AssertionError("sample " + some[i] + " is not its own");
                }
            }
        }
        System.out.println("rows " + (split.train().size() + split.test().size()));
    }
}
