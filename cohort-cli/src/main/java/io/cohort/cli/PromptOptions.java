package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.io.Generation;
import io.cohort.torch.io.Predictor;
import io.cohort.torch.io.Sampling;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Lets {@code predict} go on with a text. */
final class PromptOptions {

    private static final int MOST_BYTES = 1_000_000;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "How a text begins, for a model of text to go on with.")
    @Nullable
    String prompt;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "200",
            description = "With --prompt: how many bytes to draw (default: ${DEFAULT-VALUE}).")
    int bytes;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.8",
            description =
                    "With --prompt: below 1 probable bytes come more often, above 1 less often; 0 takes the most probable one (default: ${DEFAULT-VALUE}).")
    double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description = "With --prompt: draws from the K most probable bytes alone; 0 for all.")
    int topK;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "42",
            description = "With --prompt: same seed, same text (default: ${DEFAULT-VALUE}).")
    long seed;

    /** Whether there is a prompt; data goes with none. */
    boolean given(@Nullable String data, @Nullable Path out) {
        if (prompt != null && (data != null || out != null)) {
            throw bad("--prompt", prompt, "goes neither with --data nor with --out", "Leave them out");
        }
        return prompt != null;
    }

    /** Says how the text goes on. */
    void answer(Predictor predictor, Console console) {
        String begin = String.valueOf(prompt);
        byte[] after = Generation.after(predictor, begin.getBytes(StandardCharsets.UTF_8), requireBytes(), sampling());
        String text = new String(after, StandardCharsets.UTF_8);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("prompt", begin);
        fields.put("text", text);
        fields.put("bytes", after.length);
        console.last("generation", fields);
        console.show(List.of(begin + text));
    }

    private int requireBytes() {
        if (bytes < 1 || bytes > MOST_BYTES) {
            throw bad("--bytes", String.valueOf(bytes), "must be between 1 and " + MOST_BYTES, "Write --bytes 200");
        }
        return bytes;
    }

    private Sampling sampling() {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw bad("--temperature", String.valueOf(temperature), "must be at least 0", "Write --temperature 0.8");
        }
        if (topK < 0) {
            throw bad("--top-k", String.valueOf(topK), "must be at least 0", "Write --top-k 40");
        }
        return new Sampling(temperature, topK, seed);
    }

    private static UserMistake bad(String option, String value, String rule, String fix) {
        return new UserMistake("bad-option", new Problem(option, value, rule, fix));
    }
}
