package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.core.job.Sections;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import io.cohort.torch.io.Safetensors;
import io.cohort.torch.model.Model;
import io.cohort.torch.model.ModelSection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scripted module goes from Python to two workers and back, where there is a Python with PyTorch. */
@Tag("long")
class TorchScriptInPythonTest {

    private static final String LOAD =
            """
            import sys, torch
            module = torch.jit.load(sys.argv[1]).eval()
            sample = torch.arange(64, dtype=torch.float32).reshape(1, 1, 8, 8) / 64
            print(*module(sample).detach().softmax(-1).flatten().tolist())
            """;

    @TempDir
    Path folder;

    @Test
    void loadsBackInPyTorchWithEqualOutputs() throws Exception {
        List<String> pythons = Stream.of("python3", "/usr/bin/python3")
                .filter(TorchScriptInPythonTest::hasTorch)
                .toList();
        assumeTrue(!pythons.isEmpty(), "there is no python3 with torch");
        Job job = Job.parse(
                """
                data: digits
                model: { name: torchscript, path: %s }
                optimizer: { lr: 0.05, momentum: 0.9 }
                train: { epochs: 2, batch: 64 }
                parallel: { workers: 2, engine: threads }
                """
                        .formatted(Path.of("src/test/resources/fixtures/torchscript.pt")
                                .toAbsolutePath()),
                folder,
                List.of());
        Path model = Training.prepare(job, new Training.Options(folder.resolve("run"), null, 0))
                .run(EventSink.NONE, line -> {})
                .run()
                .resolve("model");

        double[] theirs = Arrays.stream(run(
                                pythons.get(0),
                                "-c",
                                LOAD,
                                model.resolve("module.pt").toString())
                        .trim()
                        .split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();

        assertThat(theirs).containsExactly(ours(model), offset(1e-6));
    }

    /** The probabilities that the kept model gives for the same sample. */
    private static double[] ours(Path directory) {
        DataSpec digits = new DataSpec(
                List.of(1L, 8L, 8L),
                Task.CLASSIFICATION,
                IntStream.range(0, 10).mapToObj(String::valueOf).toList());
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGrad = new NoGradGuard()) {
            Model model = Sections.read(
                            new ModelSection(),
                            Map.of(
                                    "name",
                                    "torchscript",
                                    "path",
                                    directory.resolve("module.pt").toString()),
                            "model")
                    .build(digits);
            Map<String, Tensor> weights = Safetensors.read(directory.resolve("weights.safetensors"));
            NamedTensors.of(model.module()).forEach((name, tensor) -> tensor.copy_(weights.get(name)));
            model.module().eval();
            double[] sample = IntStream.range(0, 64).mapToDouble(i -> i / 64.0).toArray();
            Tensor inputs = ArrayTensors.of(sample, 1, 1, 8, 8).to(ScalarType.Float);
            return ArrayTensors.doubles(model.forward(inputs).softmax(-1));
        }
    }

    private static boolean hasTorch(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import torch").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
