package io.cohort.torch.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code digits}: 1,797 handwritten digits as {@code [1, 8, 8]} images with values from 0 to 16. Source and licence stand in
 * {@code digits.SOURCE.md} beside the file.
 */
public record DigitsData() implements BundledData {

    private static final List<Long> SHAPE = List.of(1L, 8L, 8L);
    private static final List<String> CLASSES = ClassNames.numbers(10);
    private static final int PIXELS = 64;

    @Override
    public String name() {
        return "digits";
    }

    @Override
    public IndexedData open(@Nullable Task task) {
        List<float[]> rows = BundledTable.read("digits.csv.gz", 0);
        byte[] pixels = new byte[rows.size() * PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) rows.get(i / PIXELS)[i % PIXELS];
        }
        return new ByteData(ClassNames.spec(SHAPE, task, CLASSES), pixels, BundledTable.targets(rows));
    }
}
