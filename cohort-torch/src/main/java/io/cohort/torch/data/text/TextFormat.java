package io.cohort.torch.data.text;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataFormat;
import io.cohort.torch.data.Source;
import java.nio.file.Path;
import java.util.Optional;

/** {@code text}: one file, plain or gzip, whose bytes are tokens. */
public final class TextFormat implements DataFormat {

    private static final int USUAL_CONTEXT = 128;
    private static final int LONGEST_CONTEXT = 1 << 20;

    @Override
    public String name() {
        return "text";
    }

    @Override
    public Source read(JobNode options) {
        Optional<Path> path = options.path("path");
        if (path.isEmpty()) {
            options.problem("path", "a text data set needs a file", "Write path: with the path of a text file");
        }
        return new TextSource(
                path.orElse(Path.of("")), (int) options.integer("context", USUAL_CONTEXT, 1, LONGEST_CONTEXT));
    }
}
