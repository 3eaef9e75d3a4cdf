package io.cohort.cli;

import io.cohort.observe.FieldTable;
import io.cohort.torch.data.Samples;
import io.cohort.torch.io.Evaluation;
import io.cohort.torch.io.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort evaluate}. */
@Command(
        name = "evaluate",
        description = "Measures a model on the samples of a data set.",
        footer = {"", "Example:", "  cohort evaluate runs/digits-20260101-120000 --data digits"})
final class EvaluateCommand implements Callable<Integer> {

    private final Cohort cohort;

    @Parameters(paramLabel = "MODEL", description = "A model directory, or a run directory.")
    Path model = Path.of("");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "D",
            description =
                    "A bundled name (digits), a data file, a YAML file with a data section, or a job: the samples it holds out.")
    String data = "";

    EvaluateCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Console console = cohort.console();
        try (Predictor predictor = ModelArgument.open(model)) {
            Samples samples = DataArgument.open(data, predictor.spec(), true);
            Map<String, Object> figures = Evaluation.of(predictor, samples);
            console.last("evaluation", figures);
            List<String> shown = new ArrayList<>(FieldTable.figures(figures));
            shown.add("samples");
            console.show(FieldTable.lines(figures, shown, console.look()));
        }
        return 0;
    }
}
