package io.cohort.torch.io;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.Task;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Lets a model that was trained on text go on with one, byte by byte. */
public final class Generation {

    /** What an empty prompt stands for: the beginning of a line. */
    private static final int LINE_END = '\n';

    private Generation() {}

    /**
     * What comes after a prompt. The model sees the last bytes, as many as its context holds.
     *
     * @param bytes how many to draw
     * @throws UserMistake of kind {@code no-text-model} when the model was not trained on text
     */
    public static byte[] after(Predictor predictor, byte[] prompt, int bytes, Sampling sampling) {
        if (predictor.spec().task() != Task.LANGUAGE) {
            throw new UserMistake(
                    "no-text-model",
                    new Problem(
                            "prompt",
                            null,
                            "only a model of text goes on with a prompt, and this one was made for "
                                    + predictor.spec().task().word(),
                            "Ask it about data: --data"));
        }
        SplittableRandom random = new SplittableRandom(sampling.seed());
        int context = Math.toIntExact(predictor.spec().inputElements());
        int[] text = tokens(prompt, bytes);
        int length = text.length - bytes;
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        for (; length < text.length; length++) {
            double[] next = predictor.next(Arrays.copyOfRange(text, Math.max(0, length - context), length));
            text[length] = sampling.draw(next, random);
            drawn.write(text[length]);
        }
        return drawn.toByteArray();
    }

    /** The prompt with room behind it. */
    private static int[] tokens(byte[] prompt, int room) {
        int[] tokens = new int[Math.addExact(Math.max(1, prompt.length), room)];
        tokens[0] = LINE_END;
        for (int i = 0; i < prompt.length; i++) {
            tokens[i] = prompt[i] & 0xff;
        }
        return tokens;
    }
}
