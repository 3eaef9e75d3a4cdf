package io.cohort.torch.io;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.file.AtomicFiles;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import io.cohort.torch.metric.Scores;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A CSV file of predictions: {@code id} (the sample's number), {@code prediction} (a class's name, or a value), and for each class {@code p_<class>}.
 * UTF-8, lines end with a newline, quoted as RFC 4180 has it.
 */
public final class PredictionFile {

    private static final int BLOCK = 1024;

    private PredictionFile() {}

    /**
     * Predicts samples into a file, which appears whole or not at all.
     *
     * @return how many rows were written
     * @throws UserMistake of kind {@code data-mismatch} when the data is not of the predictor's kind, {@code file-unwritable} when the file cannot be
     *     written
     */
    public static long write(Path file, Predictor predictor, Samples samples) {
        predictor.spec().requireTakes(samples.data().spec(), "data");
        try {
            AtomicFiles.write(file, channel -> write(channel, predictor, samples));
        } catch (IOException e) {
            throw new UserMistake(
                    "file-unwritable",
                    new Problem(
                            file.toString(),
                            null,
                            "cannot be written: " + why(e),
                            "Name a file in a folder that exists and can be written"));
        }
        return samples.size();
    }

    private static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    private static void write(FileChannel channel, Predictor predictor, Samples samples) throws IOException {
        Writer out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
        out.write(header(predictor.spec()));
        for (int from = 0; from < samples.size(); from += BLOCK) {
            int[] numbers = Arrays.copyOfRange(samples.numbers(), from, Math.min(samples.size(), from + BLOCK));
            double[][] outputs = predictor.predict(samples.data(), numbers);
            for (int i = 0; i < numbers.length; i++) {
                out.write(row(predictor.spec(), numbers[i], outputs[i]));
            }
        }
        out.flush();
    }

    private static String header(DataSpec spec) {
        StringBuilder line = new StringBuilder("id,prediction");
        for (String name : spec.classes()) {
            line.append(',').append(quoted("p_" + name));
        }
        return line.append('\n').toString();
    }

    private static String row(DataSpec spec, int number, double[] outputs) {
        StringBuilder line = new StringBuilder().append(number).append(',');
        if (spec.task() == Task.REGRESSION) {
            return line.append(outputs[0]).append('\n').toString();
        }
        line.append(quoted(spec.classes().get(Scores.largest(outputs))));
        for (double probability : outputs) {
            line.append(',').append(probability);
        }
        return line.append('\n').toString();
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
