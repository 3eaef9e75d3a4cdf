package io.cohort.torch.model;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import java.util.Optional;

/**
 * {@code model: {name: gpt, layers: 4, heads: 4, width: 256, context: 128}}; the context is the data's unless it is given, and may be longer than the
 * data's.
 */
public final class GptProvider implements ModelProvider {

    private static final String NAME = "gpt";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Recipe read(JobNode options) {
        long layers = options.integer("layers", 4, 1, 1024);
        long heads = options.integer("heads", 4, 1, 1024);
        long width = options.integer("width", 256, 1, 1 << 16);
        Optional<Long> context = options.integer("context", 1, 1 << 20);
        if (width % heads != 0) {
            options.problem(
                    "width", "must be a multiple of heads, " + heads, "Write width: " + ((width / heads + 1) * heads));
            heads = 1;
        }
        return new GptRecipe(layers, heads, width, context);
    }

    private record GptRecipe(long layers, long heads, long width, Optional<Long> context) implements Recipe {
        @Override
        public void check(DataSpec data) {
            if (data.task() != Task.LANGUAGE) {
                throw Fit.mistake(
                        NAME,
                        "takes sequences of tokens, but this data's task is "
                                + data.task().word(),
                        "Write data.format: text, or another model: mlp");
            }
            long needed = data.targetsPerSample();
            if (context.isPresent() && context.get() < needed) {
                throw Fit.mistake(
                        NAME,
                        "has a context of " + context.get() + " tokens, but a sample of this data has " + needed,
                        "Write model.context: " + needed);
            }
        }

        @Override
        public Model build(DataSpec data) {
            return new Gpt(
                    new Gpt.Shape(data.outputs(), context.orElse(data.targetsPerSample()), width, heads, layers));
        }
    }
}
