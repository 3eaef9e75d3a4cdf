package io.cohort.torch.model;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.JobNode;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.zip.ZipFile;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** {@code model: {name: torchscript, path: net.pt}}: a module scripted in Python. It trains from the parameters that stand in the file. */
public final class TorchScriptProvider implements ModelProvider {

    private static final String SCRIPT_IT = "Save it with torch.jit.script(model).save(path)";

    @Override
    public String name() {
        return "torchscript";
    }

    @Override
    public Recipe read(JobNode options) {
        Path path = options.path("path").orElse(null);
        if (path == null) {
            options.problem("path", "names the file of the scripted module", SCRIPT_IT);
            return new TorchScriptRecipe(Path.of(""));
        }
        return new TorchScriptRecipe(path);
    }

    private record TorchScriptRecipe(Path file) implements Recipe {

        @Override
        public Recipe in(Path modelDirectory) {
            return new TorchScriptRecipe(modelDirectory.resolve(TorchScript.FILE));
        }

        @Override
        public void check(DataSpec data) {
            if (!Files.isRegularFile(file)) {
                throw mistake("no-such-file", file, "there is no such file", "Check the path");
            }
            try (ZipFile archive = new ZipFile(file.toFile())) {
                if (archive.stream().noneMatch(entry -> entry.getName().endsWith("/constants.pkl"))) {
                    throw mistake(
                            "torchscript-invalid", file, "holds no scripted module, perhaps only weights", SCRIPT_IT);
                }
            } catch (IOException e) {
                throw mistake("torchscript-invalid", file, "is no scripted module (" + e.getMessage() + ")", SCRIPT_IT);
            }
        }

        @Override
        public Model build(DataSpec data) {
            TorchScript model = new TorchScript(file);
            try (PointerScope scope = new PointerScope();
                    AutoGradMode noGrad = new NoGradGuard()) {
                model.eval();
                requireOutputs(data, tryOut(model, data));
                model.train(true);
            }
            return model;
        }

        private Tensor tryOut(TorchScript model, DataSpec data) {
            long[] shape = LongStream.concat(
                            LongStream.of(1), data.inputShape().stream().mapToLong(Long::longValue))
                    .toArray();
            ScalarType type = data.task() == Task.LANGUAGE ? ScalarType.Long : floats(model);
            try {
                return model.forward(ArrayTensors.empty(type, shape).zero_());
            } catch (RuntimeException e) {
                throw mistake(
                        "model-data",
                        file,
                        "does not take inputs of shape " + Arrays.toString(shape) + ": " + e.getMessage(),
                        "Script a module that takes one tensor of this shape and gives one tensor");
            }
        }

        /** A script that was trained in float64 was kept in float64. */
        private static ScalarType floats(TorchScript model) {
            return NamedTensors.parameters(model).values().stream()
                    .filter(Tensor::is_floating_point)
                    .findFirst()
                    .map(parameter -> parameter.scalar_type().intern())
                    .orElse(ScalarType.Float);
        }

        private void requireOutputs(DataSpec data, Tensor outputs) {
            if (outputs.numel() != data.targetsPerSample() * data.outputs()) {
                throw mistake(
                        "model-data",
                        file,
                        "gives outputs of shape " + Arrays.toString(outputs.shape())
                                + " for one sample, but the data asks for " + data.targetsPerSample() * data.outputs()
                                + " numbers",
                        "Script a module with as many outputs as there are classes");
            }
        }

        private static UserMistake mistake(String kind, Path file, String rule, String fix) {
            return new UserMistake(kind, new Problem("model.path", file.toString(), rule, fix));
        }
    }
}
