package io.cohort.torch.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Rows of numbers from a resource beside this class: features first, the target last. */
final class BundledTable {

    private static final Pattern COMMA = Pattern.compile(",");

    private BundledTable() {}

    /** @param headerLines lines at the top that are not rows */
    static List<float[]> read(String resource, int headerLines) {
        try (InputStream file = BundledTable.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("resource " + resource + " is missing from this build");
            }
            InputStream plain = resource.endsWith(".gz") ? new GZIPInputStream(file) : file;
            Stream<String> lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.US_ASCII)).lines();
            return lines.skip(headerLines).map(BundledTable::row).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] row(String line) {
        String[] cells = COMMA.split(line, -1);
        float[] row = new float[cells.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = Float.parseFloat(cells[i]);
        }
        return row;
    }

    static float[] targets(List<float[]> rows) {
        float[] targets = new float[rows.size()];
        for (int i = 0; i < targets.length; i++) {
            float[] row = rows.get(i);
            targets[i] = row[row.length - 1];
        }
        return targets;
    }
}
