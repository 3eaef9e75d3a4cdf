package io.cohort.torch.metric;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import java.util.List;

/**
 * The figures that a job asks for beside those that every model of its task has.
 *
 * @param all in the order in which they are shown; no two have the same name
 */
public record Metrics(List<Metric> all) {

    /** No further ones. */
    public static final Metrics NONE = new Metrics(List.of());

    public Metrics {
        all = List.copyOf(all);
    }

    /** Checks that they can be measured on such data. @throws UserMistake of kind {@code top-k} */
    public void check(DataSpec data) {
        for (Metric metric : all) {
            if (metric instanceof TopAccuracy top) {
                check(top, data);
            }
        }
    }

    private static void check(TopAccuracy top, DataSpec data) {
        if (data.task() == Task.REGRESSION) {
            throw mistake(top, "looks at the most probable classes, but the data's task is regression", "Leave it out");
        }
        if (top.k() >= data.outputs()) {
            throw mistake(
                    top,
                    "must be less than the number of classes, " + data.outputs() + ", or every answer is right",
                    data.outputs() > 2 ? "Write metrics.topK: 2" : "Leave it out");
        }
    }

    private static UserMistake mistake(TopAccuracy top, String rule, String fix) {
        return new UserMistake("top-k", new Problem("metrics.topK", Integer.toString(top.k()), rule, fix));
    }
}
