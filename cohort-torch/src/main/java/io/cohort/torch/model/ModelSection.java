package io.cohort.torch.model;

import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import io.cohort.core.job.Nearest;
import io.cohort.torch.data.DataSpec;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Reads the job's {@code model}: a name, and the options of the model that has it. */
public final class ModelSection implements JobSection<ModelProvider.Recipe> {

    @Override
    public String key() {
        return "model";
    }

    @Override
    public Class<ModelProvider.Recipe> type() {
        return ModelProvider.Recipe.class;
    }

    @Override
    public ModelProvider.Recipe read(JobNode node) {
        Map<String, ModelProvider> providers = new TreeMap<>();
        ServiceLoader.load(ModelProvider.class).forEach(p -> providers.put(p.name(), p));
        // `model: {class: com.acme.Net}` says enough.
        String name = node.has("class") ? node.text("name", "class") : node.requiredText("name");
        ModelProvider provider = providers.get(name);
        if (provider != null) {
            return provider.read(node);
        }
        if (!name.isEmpty()) {
            String near =
                    Nearest.of(name, providers.keySet()).map(n -> "Write " + n).orElse("");
            node.problem("name", "no model has this name; there are " + String.join(", ", providers.keySet()), near);
        }
        return new Unknown();
    }

    /** Stands in where no model could be read; the job is refused before it is used. */
    private record Unknown() implements ModelProvider.Recipe {
        @Override
        public void check(DataSpec data) {}

        @Override
        public Model build(DataSpec data) {
            throw new IllegalStateException("the job was refused");
        }
    }
}
