package io.cohort.torch.loss;

import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import io.cohort.core.job.Nearest;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the job's {@code loss}; guessed from the task when absent. */
public final class LossSection implements JobSection<LossSection.Choice> {

    /**
     * What a job says about its loss.
     *
     * @param name the loss's name; {@code null} when it is to be guessed
     * @param tasks what it measures; empty when it is to be guessed
     * @param loss the loss itself
     */
    public record Choice(@Nullable String name, Set<Task> tasks, @Nullable Loss loss) {

        /** The loss for a task: the chosen one, or the task's usual one. */
        public Loss forTask(Task wanted) {
            return loss != null ? loss : usual(wanted);
        }

        /**
         * The loss for data, with what it learned of it.
         *
         * @throws io.cohort.core.error.UserMistake when it cannot measure such data
         */
        public Loss forData(Samples training) {
            return forTask(training.data().spec().task()).learnedFrom(training);
        }
    }

    @Override
    public String key() {
        return "loss";
    }

    @Override
    public Class<Choice> type() {
        return Choice.class;
    }

    @Override
    public Choice read(JobNode node) {
        Map<String, LossProvider> known = new TreeMap<>();
        ServiceLoader.load(LossProvider.class).forEach(p -> known.put(p.name(), p));
        Optional<String> name = name(node);
        if (name.isEmpty()) {
            return new Choice(null, Set.of(), null);
        }
        LossProvider provider = known.get(name.get());
        if (provider == null) {
            String fix = Nearest.of(name.get(), known.keySet())
                    .map(n -> "Write " + n)
                    .orElse("");
            node.problem("name", "no loss has this name; there are " + String.join(", ", known.keySet()), fix);
            return new Choice(null, Set.of(), null);
        }
        return new Choice(provider.name(), provider.tasks(), provider.read(node));
    }

    /** {@code loss: {class: com.acme.Focal}} says enough, and so does {@code loss: {classWeights: balanced}}. */
    private static Optional<String> name(JobNode node) {
        if (node.has("class")) {
            return Optional.of(node.text("name", "class"));
        }
        return node.has(CrossEntropy.CLASS_WEIGHTS)
                ? Optional.of(node.text("name", CrossEntropy.NAME))
                : node.text("name");
    }

    private static Loss usual(Task task) {
        return switch (task) {
            case CLASSIFICATION, LANGUAGE -> CrossEntropy::sum;
            case REGRESSION -> MeanSquaredError::sum;
        };
    }
}
