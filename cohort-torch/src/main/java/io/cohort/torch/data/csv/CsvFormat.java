package io.cohort.torch.data.csv;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataFormat;
import io.cohort.torch.data.Encoding.Missing;
import io.cohort.torch.data.Encoding.Unknown;
import io.cohort.torch.data.Source;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code csv}: a table of numbers and categories in one file, plain or gzip, quoted as RFC 4180 has it. */
public final class CsvFormat implements DataFormat {

    private static final String COMMA = ",";

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Source read(JobNode options) {
        Optional<Path> path = options.path("path");
        if (path.isEmpty()) {
            options.problem("path", "a csv data set needs a file", "Write path: with the path of a CSV file");
        }
        return new CsvSource(
                path.orElse(Path.of("")),
                new CsvOptions(
                        options.text("label"),
                        given(options, "header", options.flag("header", true)),
                        given(options, "delimiter", delimiter(options)),
                        given(options, "missing", choice(options, "missing", Missing.class)),
                        given(options, "unknown", choice(options, "unknown", Unknown.class)),
                        options.texts("ignore", List.of()),
                        options.texts("categories", List.of())));
    }

    /** A default stands in the resolved job, but another table's encoding comes before it. */
    private static <T> Optional<T> given(JobNode options, String key, T value) {
        return options.has(key) ? Optional.of(value) : Optional.empty();
    }

    private static char delimiter(JobNode options) {
        String text = options.text("delimiter", COMMA);
        boolean usable = text.length() == 1 && text.charAt(0) < 128 && "\"\r\n".indexOf(text.charAt(0)) < 0;
        if (!usable) {
            options.problem(
                    "delimiter",
                    "must be one ASCII character, and neither a quote nor a line's end",
                    "Write delimiter: \";\" or delimiter: \"\\t\"");
        }
        return usable ? text.charAt(0) : ',';
    }

    private static <E extends Enum<E>> E choice(JobNode options, String key, Class<E> type) {
        E[] values = type.getEnumConstants();
        List<String> words = Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        return values[words.indexOf(options.choice(key, words.get(0), words))];
    }
}
