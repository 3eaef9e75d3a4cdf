package io.cohort.torch.data.look;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.cohort.torch.data.Task;
import io.cohort.torch.data.look.Sighting.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table: which delimiter, whether its first row names the columns, which column is the label. */
final class CsvLook {

    private static final int MOST_ROWS = 10_000;
    private static final int LEAST_ROWS = 3;
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
    private static final Set<String> LABELS =
            Set.of("label", "class", "target", "y", "outcome", "species", "diagnosis", "category");

    private final List<List<String>> rows;
    private final char delimiter;
    private final boolean header;
    private final List<SeenColumn> columns;

    private CsvLook(List<List<String>> rows, char delimiter) {
        this.rows = rows;
        this.delimiter = delimiter;
        this.header = hasHeader(rows);
        this.columns = IntStream.range(0, rows.get(0).size())
                .mapToObj(i -> SeenColumn.of(header ? rows.get(0).get(i).strip() : "" + (i + 1), cells(i)))
                .toList();
    }

    /** A table if it seems to be one: every row with the same number of cells, at least two. */
    static Optional<Sighting> at(Path file, Beginning beginning) {
        String text = beginning.decodes();
        for (char delimiter : DELIMITERS) {
            List<List<String>> rows = rows(text, delimiter, beginning.whole());
            boolean table = rows.size() >= LEAST_ROWS
                    && rows.get(0).size() > 1
                    && rows.stream().allMatch(row -> row.size() == rows.get(0).size());
            if (table) {
                return Optional.of(new CsvLook(rows, delimiter).sighting(file, beginning));
            }
        }
        return Optional.empty();
    }

    /** The first rows; the last one may be cut, so it counts only when the text is whole. */
    private static List<List<String>> rows(String text, char delimiter, boolean whole) {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            for (CsvRecord row : reader) {
                rows.add(row.getFields());
                if (rows.size() == MOST_ROWS) {
                    return rows;
                }
            }
        } catch (CsvParseException | IOException e) {
            return List.of(); // no table with this delimiter
        }
        return whole || rows.isEmpty() ? rows : rows.subList(0, rows.size() - 1);
    }

    /** A first row names the columns when none of its cells is a number or empty, no two are equal, and the cells below differ. */
    private static boolean hasHeader(List<List<String>> rows) {
        List<String> first = rows.get(0).stream().map(String::strip).toList();
        boolean names = first.stream().noneMatch(cell -> cell.isEmpty() || SeenColumn.isNumber(cell))
                && Set.copyOf(first).size() == first.size();
        return names
                && IntStream.range(0, first.size()).allMatch(i -> rows.stream()
                        .skip(1)
                        .noneMatch(row -> row.get(i).strip().equals(first.get(i))));
    }

    private List<String> cells(int column) {
        return rows.stream()
                .skip(header ? 1 : 0)
                .map(row -> row.get(column).strip())
                .toList();
    }

    private Sighting sighting(Path file, Beginning beginning) {
        SeenColumn label = columns.stream()
                .filter(column -> LABELS.contains(column.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(columns.get(columns.size() - 1));
        Task task = label.looksLikeClasses() ? Task.CLASSIFICATION : Task.REGRESSION;
        List<SeenKey> keys = new ArrayList<>();
        keys.add(new SeenKey("format", "csv", columns.size() + " columns"));
        keys.add(new SeenKey("path", file, ""));
        keys.add(new SeenKey("label", label.name(), labelReason(label)));
        keys.add(new SeenKey("task", task.word(), label.says()));
        if (!header) {
            keys.add(new SeenKey("header", false, "the first row is data; columns are numbered from 1"));
        }
        if (delimiter != ',') {
            keys.add(new SeenKey("delimiter", String.valueOf(delimiter), ""));
        }
        addIgnored(keys, label);
        addMissing(keys);
        OptionalLong samples = samples(beginning);
        String summary = "%s rows of %d columns, label %s"
                .formatted(samples.isPresent() ? "" + samples.getAsLong() : "many", columns.size(), label.name());
        return new Sighting(summary, Shape.ROW, task, samples, keys);
    }

    private String labelReason(SeenColumn label) {
        boolean named = LABELS.contains(label.name().toLowerCase(Locale.ROOT));
        return "what is predicted: " + (named ? "named like a label" : "the last column; name another if it is not");
    }

    private void addIgnored(List<SeenKey> keys, SeenColumn label) {
        List<String> ids = columns.stream()
                .filter(column -> !column.equals(label) && column.looksLikeAnIdentifier())
                .map(SeenColumn::name)
                .toList();
        if (!ids.isEmpty()) {
            keys.add(new SeenKey("ignore", ids, "other in every row, so nothing can be learned from it"));
        }
    }

    private void addMissing(List<SeenKey> keys) {
        String holes = columns.stream()
                .filter(column -> column.missing() > 0)
                .map(SeenColumn::name)
                .collect(Collectors.joining(", "));
        if (!holes.isEmpty()) {
            keys.add(new SeenKey("missing", "mean", "cells are empty in " + holes + "; or drop such rows"));
        }
    }

    private OptionalLong samples(Beginning beginning) {
        long seen = (long) rows.size() - (header ? 1 : 0);
        if (beginning.whole() && rows.size() < MOST_ROWS) {
            return OptionalLong.of(seen);
        }
        long bytesSeen = rows.stream()
                .mapToLong(
                        row -> row.stream().mapToLong(cell -> cell.length() + 1).sum())
                .sum();
        return beginning.fileBytes().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(beginning.fileBytes().getAsLong() * seen / bytesSeen);
    }
}
