package io.cohort.torch.data.csv;

import io.cohort.torch.data.Encoding.Missing;
import io.cohort.torch.data.Encoding.Unknown;
import java.util.List;
import java.util.Optional;

/**
 * What a job says about a table. What it does not say comes from the encoding of the table that a model was trained on, or is the default.
 *
 * @param label the column to predict, by name or number
 * @param ignore columns that are no inputs, by name or number
 * @param categories columns whose numbers are categories, by name or number
 */
record CsvOptions(
        Optional<String> label,
        Optional<Boolean> header,
        Optional<Character> delimiter,
        Optional<Missing> missing,
        Optional<Unknown> unknown,
        List<String> ignore,
        List<String> categories) {}
