package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.observe.Numbers;
import io.cohort.torch.data.Samples;
import io.cohort.torch.io.PredictionFile;
import io.cohort.torch.io.Predictor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort predict}. */
@Command(
        name = "predict",
        description =
                "Predicts the samples of a data set into a CSV file: id, prediction, a probability for each class. A model of text goes on with a prompt.",
        footer = {
            "",
            "Examples:",
            "  cohort predict runs/digits-20260101-120000 --data digits --out predictions.csv",
            "  cohort predict runs/rhyme-20260101-120000 --prompt 'This is the ' --temperature 0.5"
        })
final class PredictCommand implements Callable<Integer> {

    private final Cohort cohort;

    @Parameters(paramLabel = "MODEL", description = "A model directory, or a run directory.")
    Path model = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "D",
            description =
                    "A bundled name (digits), a data file, a YAML file with a data section, or a job: the samples it holds out.")
    @Nullable
    String data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The CSV file; one that is there is replaced once all is written.")
    @Nullable
    Path out;

    @Mixin
    private final PromptOptions prompt = new PromptOptions();

    PredictCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Console console = cohort.console();
        if (prompt.given(data, out)) {
            try (Predictor predictor = ModelArgument.open(model)) {
                prompt.answer(predictor, console);
            }
            return 0;
        }
        if (data == null || out == null) {
            throw new UserMistake(
                    "missing-option",
                    new Problem(
                            "cohort predict",
                            null,
                            "needs --data and --out, or --prompt for a model of text",
                            "cohort predict RUN --data digits --out predictions.csv"));
        }
        predict(data, out, console);
        return 0;
    }

    private void predict(String data, Path out, Console console) {
        try (Predictor predictor = ModelArgument.open(model)) {
            Samples samples = DataArgument.open(data, predictor.spec(), false);
            long rows = PredictionFile.write(out, predictor, samples);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("rows", rows);
            fields.put("out", out.toString());
            console.last("prediction", fields);
            console.show(List.of(Numbers.count(rows) + " predictions in " + out));
        }
    }
}
