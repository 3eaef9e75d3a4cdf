package io.cohort.torch.data.look;

import io.cohort.torch.data.Task;
import io.cohort.torch.data.look.Sighting.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A text whose bytes are the tokens of a language model. */
final class TextLook {

    private static final long USUAL_CONTEXT = 128;
    private static final long LEAST_SAMPLES = 8;

    private TextLook() {}

    static Sighting at(Path file, Beginning beginning) {
        OptionalLong bytes = beginning.fileBytes();
        long context = USUAL_CONTEXT;
        while (context > 1 && bytes.isPresent() && bytes.getAsLong() / context < LEAST_SAMPLES) {
            context /= 2;
        }
        List<SeenKey> keys = new ArrayList<>();
        keys.add(new SeenKey("format", "text", "each byte is a token, and the next one is predicted"));
        keys.add(new SeenKey("path", file, ""));
        keys.add(new SeenKey("context", context, "bytes that the model sees at once"));
        String size = bytes.isPresent() ? bytes.getAsLong() + " bytes of text" : "packed text";
        long window = context;
        OptionalLong samples = bytes.isPresent() ? OptionalLong.of(bytes.getAsLong() / window) : OptionalLong.empty();
        return new Sighting(size, Shape.TEXT, Task.LANGUAGE, samples, keys);
    }
}
