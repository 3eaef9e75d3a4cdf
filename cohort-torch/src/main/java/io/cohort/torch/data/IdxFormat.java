package io.cohort.torch.data;

import io.cohort.core.job.JobNode;
import java.nio.file.Path;
import java.util.Optional;

/** {@code idx}: MNIST's format, with {@code images} and {@code labels} as two files, plain or gzip. */
public final class IdxFormat implements DataFormat {

    @Override
    public String name() {
        return "idx";
    }

    @Override
    public Source read(JobNode options) {
        return new IdxSource(path(options, "images"), path(options, "labels"));
    }

    private static Path path(JobNode options, String key) {
        Optional<Path> path = options.path(key);
        if (path.isEmpty()) {
            options.problem(
                    key, "an idx data set needs images and labels", "Write " + key + ": with the path of an IDX file");
        }
        return path.orElse(Path.of(""));
    }
}
