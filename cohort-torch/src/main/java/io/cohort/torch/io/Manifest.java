package io.cohort.torch.io;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.data.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code manifest.json}.
 *
 * @param description what the model is and what it was trained on
 * @param parametersSha256 the {@linkplain ParametersSha256 hash} of {@code weights.safetensors}
 * @param cohortVersion the version that wrote it
 */
record Manifest(ModelDirectory.Description description, String parametersSha256, String cohortVersion) {

    /** Raised when a reader of the last format could not read a new one. */
    static final long FORMAT = 1;

    Map<String, Object> toMap() {
        DataSpec data = description.data();
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("inputShape", data.inputShape());
        spec.put("task", data.task().word());
        spec.put("classes", data.classes());
        if (data.encoding() != null) {
            spec.put("encoding", EncodingJson.write(data.encoding()));
        }
        Map<String, Object> normalisation = new LinkedHashMap<>();
        normalisation.put("mean", description.normalisation().mean());
        normalisation.put("deviation", description.normalisation().deviation());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("cohort", cohortVersion);
        map.put("seed", description.seed());
        map.put("model", description.model());
        map.put("data", spec);
        map.put("normalisation", normalisation);
        map.put("metrics", description.metrics());
        map.put("parametersSha256", parametersSha256);
        return map;
    }

    /** @throws IllegalArgumentException saying what is missing or wrong */
    static Manifest of(Map<String, Object> map) {
        JsonFields fields = new JsonFields("", map);
        long format = fields.whole("format");
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "has format " + format + "; this version of Cohort reads format " + FORMAT);
        }
        DataSpec data = data(fields.fields("data"));
        JsonFields normalisation = fields.fields("normalisation");
        ModelDirectory.Description description = new ModelDirectory.Description(
                fields.map("model"),
                data,
                new Normalisation(normalisation.numbers("mean"), normalisation.numbers("deviation")),
                fields.whole("seed"),
                fields.has("metrics") ? fields.map("metrics") : Map.of());
        return new Manifest(description, fields.text("parametersSha256"), fields.text("cohort"));
    }

    private static DataSpec data(JsonFields fields) {
        List<Long> shape = fields.wholes("inputShape");
        long elements = 1;
        for (long dim : shape) {
            if (dim < 1 || dim > Integer.MAX_VALUE / elements) {
                throw new IllegalArgumentException("data.inputShape=" + shape + ": is no shape of a sample");
            }
            elements *= dim;
        }
        return new DataSpec(
                shape,
                task(fields.text("task")),
                fields.texts("classes"),
                fields.has("encoding") ? EncodingJson.read(fields.fields("encoding")) : null);
    }

    private static Task task(String word) {
        Optional<Task> task = Task.ofWord(word);
        return task.orElseThrow(() -> new IllegalArgumentException("data.task=" + word + ": there is no such task"));
    }
}
