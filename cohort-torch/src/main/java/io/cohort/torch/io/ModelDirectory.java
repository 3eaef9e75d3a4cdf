package io.cohort.torch.io;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.json.Json;
import io.cohort.torch.FileSink;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.model.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained model as two files: {@value #MANIFEST} says what it is, {@value #WEIGHTS} holds its parameters and buffers. {@link Predictor#open} reads
 * them again.
 */
public final class ModelDirectory {

    public static final String MANIFEST = "manifest.json";
    public static final String WEIGHTS = "weights.safetensors";

    /** A manifest is small; something larger is none. */
    private static final int MOST_MANIFEST_BYTES = 1 << 26;

    /** Tells other readers that names and shapes are PyTorch's. */
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private ModelDirectory() {}

    /**
     * What a model is, beside its weights.
     *
     * @param model the {@code model} section of the job, resolved
     * @param data what it was trained on
     * @param normalisation done to raw inputs before the model sees them
     * @param seed the job's seed
     * @param metrics the {@code metrics} section of the job, resolved: what is measured beside the usual figures; may be empty
     */
    public record Description(
            Map<String, Object> model,
            DataSpec data,
            Normalisation normalisation,
            long seed,
            Map<String, Object> metrics) {

        /** With the usual figures alone. */
        public Description(Map<String, Object> model, DataSpec data, Normalisation normalisation, long seed) {
            this(model, data, normalisation, seed, Map.of());
        }

        public Description {
            model = Collections.unmodifiableMap(new LinkedHashMap<>(model));
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
            if (data.inputShape().isEmpty() || !normalisation.fits(data)) {
                throw new IllegalArgumentException("a normalisation of "
                        + normalisation.mean().size() + " channels does not fit inputs of shape " + data.inputShape());
            }
        }
    }

    /** Writes both files, and what else the model needs. Whether they appear whole or not at all is up to the sink. */
    public static void write(FileSink sink, Description description, Model model) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = NamedTensors.of(model.module());
            Manifest manifest = new Manifest(description, ParametersSha256.of(tensors), version());
            try (WritableByteChannel file = sink.create(MANIFEST)) {
                ByteBuffer json = StandardCharsets.UTF_8.encode(Json.write(manifest.toMap()) + "\n");
                while (json.hasRemaining()) {
                    file.write(json);
                }
            }
            try (WritableByteChannel file = sink.create(WEIGHTS)) {
                Safetensors.write(file, tensors, METADATA);
            }
            model.writeBeside(sink);
        }
    }

    /** Reads a directory's manifest. @throws UserMistake of kind {@code no-such-model} or {@code model-invalid} */
    static Manifest manifest(Path directory) {
        Path file = directory.resolve(MANIFEST);
        if (!Files.exists(file)) {
            String what = Files.isDirectory(directory) ? "holds no " + MANIFEST : "there is no such folder";
            throw new UserMistake("no-such-model", new Problem(directory.toString(), null, what, whereTo(directory)));
        }
        try {
            if (Files.size(file) > MOST_MANIFEST_BYTES) {
                throw new IllegalArgumentException("is too large for a manifest");
            }
            return Manifest.of(Json.readMap(Files.readString(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw invalid(file, String.valueOf(e.getMessage()));
        }
    }

    static UserMistake invalid(Path file, String rule) {
        return new UserMistake(
                "model-invalid", new Problem(file.toString(), null, rule, "Copy the model again, or train it again"));
    }

    private static String whereTo(Path directory) {
        Path below = directory.resolve("model");
        return Files.exists(below.resolve(MANIFEST)) ? "Give " + below : "Give the folder model in a run directory";
    }

    private static String version() {
        return Optional.ofNullable(ModelDirectory.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
