package io.cohort.torch.data.images;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataFormat;
import io.cohort.torch.data.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code images}: a folder with a folder of PNG and JPEG files for each class. */
public final class ImagesFormat implements DataFormat {

    private static final int LARGEST_SIDE = 4096;

    @Override
    public String name() {
        return "images";
    }

    @Override
    public Source read(JobNode options) {
        Optional<Path> path = options.path("path");
        if (path.isEmpty()) {
            options.problem(
                    "path",
                    "an images data set needs a folder",
                    "Write path: with a folder that has one folder a class");
        }
        List<Long> size = options.integers("size", List.of(), 1, LARGEST_SIDE);
        if (size.size() > 2) {
            options.problem("size", "is one side, or height and width", "Write size: 32, or size: [32, 48]");
        }
        String colour = options.choice("colour", "auto", List.of("auto", "grey", "colour"));
        return new ImagesSource(
                path.orElse(Path.of("")),
                size.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Size(
                                size.get(0).intValue(),
                                size.get(size.size() - 1).intValue())),
                colour.equals("auto") ? Optional.empty() : Optional.of(colour.equals("colour")));
    }
}
