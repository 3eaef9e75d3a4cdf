package io.cohort.torch.model;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.io.FileSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NamedTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.named_buffer_iterator;
import org.bytedeco.pytorch.named_parameter_iterator;

/**
 * A module that was scripted in Python ({@code torch.jit.script(model).save(path)}), trained further here.
 *
 * <p>libtorch keeps scripted modules apart from others, so this is a module beside the script that has the same tensors under the same names: laying them
 * flat, changing their type or loading them changes the script's. Parameters that do not require gradients count as buffers; a tensor that the script has
 * under several names has the first one here.
 */
final class TorchScript extends Module implements Model {

    /** The script's name beside the weights of a trained model. */
    static final String FILE = "module.pt";

    private final JitModule script;
    private final Map<String, Module> nodes = new LinkedHashMap<>();
    private final List<Tensor> known = new ArrayList<>();

    /** @throws UserMistake of kind {@code torchscript-invalid} when libtorch cannot read the file */
    TorchScript(Path file) {
        script = load(file);
        nodes.put("", this);
        eachParameter();
        eachBuffer();
        train(true);
    }

    private static JitModule load(Path file) {
        try {
            return torch.load(file.toString());
        } catch (RuntimeException e) {
            throw new UserMistake(
                    "torchscript-invalid",
                    new Problem(
                            "model.path",
                            file.toString(),
                            "cannot be read as a scripted module (" + firstLine(e) + ")",
                            "Save it with torch.jit.script(model).save(path), with a PyTorch no newer than 2.10"));
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void eachParameter() {
        var list = script.named_parameters(true);
        named_parameter_iterator at = list.begin();
        for (long i = 0; i < list.size(); i++) {
            take(at.multiply());
            at.increment();
        }
    }

    private void eachBuffer() {
        var list = script.named_buffers(true);
        named_buffer_iterator at = list.begin();
        for (long i = 0; i < list.size(); i++) {
            take(at.multiply());
            at.increment();
        }
    }

    private void take(NamedTensor named) {
        Tensor tensor = new Tensor(named.value());
        if (known.stream().anyMatch(tensor::is_same)) {
            return;
        }
        known.add(tensor);
        String path = named.name().getString();
        int dot = path.lastIndexOf('.');
        Module node = node(dot < 0 ? "" : path.substring(0, dot));
        String name = path.substring(dot + 1);
        if (tensor.requires_grad()) {
            node.register_parameter(name, tensor, true);
        } else {
            node.register_buffer(name, tensor);
        }
    }

    private Module node(String path) {
        Module found = nodes.get(path);
        if (found == null) {
            int dot = path.lastIndexOf('.');
            found = node(dot < 0 ? "" : path.substring(0, dot)).register_module(path.substring(dot + 1), new Module());
            nodes.put(path, found);
        }
        return found;
    }

    @Override
    public Tensor forward(Tensor... inputs) {
        IValue[] values = new IValue[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            values[i] = new IValue(inputs[i]);
        }
        IValue result = script.forward(new IValueVector(values));
        if (!result.isTensor()) {
            throw new IllegalStateException("the scripted module must give one tensor, but gives a "
                    + result.tagKind().getString());
        }
        return result.toTensor();
    }

    @Override
    public void train(boolean on) {
        super.train(on);
        script.train(on);
    }

    @Override
    public void eval() {
        train(false);
    }

    /** Writes the script with the parameters it has now, so that Python's {@code torch.jit.load} takes it. */
    @Override
    public void writeBeside(FileSink sink) throws IOException {
        Path whole = Files.createTempFile("cohort", ".pt");
        try (PointerScope scope = new PointerScope();
                WritableByteChannel out = sink.create(FILE)) {
            script.deepcopy().save(whole.toString()); // the copy's tensors are not pieces of larger memory
            try (FileChannel in = FileChannel.open(whole)) {
                ByteBuffer piece = ByteBuffer.allocate(1 << 16);
                while (in.read(piece) >= 0) {
                    piece.flip();
                    while (piece.hasRemaining()) {
                        out.write(piece);
                    }
                    piece.clear();
                }
            }
        } finally {
            Files.delete(whole);
        }
    }
}
