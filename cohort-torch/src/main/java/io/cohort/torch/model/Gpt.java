package io.cohort.torch.model;

import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A decoder that at each place of a sequence tells the token that comes next: embeddings of tokens and places, blocks of causal attention and a
 * feed-forward net, a last normalisation, and scores of all tokens.
 *
 * <p>Legend: B sequences, T places, D width, V tokens.
 * <p>Takes int64 tokens {@code [B, T]} with T at most the context; gives {@code [B, T, V]}.
 * <p>Sources: Vaswani et al., "Attention is all you need", NeurIPS 2017; Radford et al., "Language models are unsupervised multitask learners", 2019
 * (normalisation before each part, initial weights with a deviation of 0.02, those that end a residual part divided by √(2·layers)).
 */
public final class Gpt extends LayeredModel {

    private static final double DEVIATION = 0.02;

    /**
     * The size of one.
     *
     * @param tokens V, how many there are
     * @param context the most places of a sequence
     * @param width D, of the vector that stands for a place
     * @param heads of attention; divides width
     * @param layers blocks
     */
    public record Shape(long tokens, long context, long width, long heads, long layers) {
        public Shape {
            if (width % heads != 0) {
                throw new IllegalArgumentException("a width of " + width + " cannot be cut into " + heads + " heads");
            }
        }
    }

    public Gpt(Shape shape) {
        add("embedding", new Embedding(shape), Embedding::forward); // [B, T, D]
        for (long i = 0; i < shape.layers(); i++) {
            add("block" + (i + 1), new GptBlock(shape), GptBlock::forward); // [B, T, D]
        }
        add("head", new Head(shape), Head::forward); // [B, T, V]
    }

    static void initialise(Tensor weight, double deviation) {
        try (AutoGradMode noGrad = new NoGradGuard()) {
            weight.normal_(0, deviation, new GeneratorOptional());
        }
    }

    static LinearImpl linear(long in, long out, boolean bias, double deviation) {
        LinearOptions options = new LinearOptions(in, out);
        options.bias().put(bias);
        LinearImpl linear = new LinearImpl(options);
        initialise(linear.weight(), deviation);
        if (bias) {
            try (AutoGradMode noGrad = new NoGradGuard()) {
                linear.bias().zero_();
            }
        }
        return linear;
    }

    static LayerNormImpl norm(long width) {
        return new LayerNormImpl(new LongVector(new long[] {width}));
    }

    /** A linear layer of a block, with the usual deviation. */
    static LinearImpl linear(long in, long out) {
        return linear(in, out, true, DEVIATION);
    }

    /** A linear layer whose outputs are added to a residual stream that several layers add to. */
    static LinearImpl residual(long in, long out, long layers) {
        return linear(in, out, true, DEVIATION / Math.sqrt(2.0 * layers));
    }

    private static final class Embedding extends Module {
        private final EmbeddingImpl tokens;
        private final EmbeddingImpl places;
        private final long context;

        Embedding(Shape shape) {
            context = shape.context();
            tokens = register_module("tokens", new EmbeddingImpl(shape.tokens(), shape.width()));
            places = register_module("places", new EmbeddingImpl(context, shape.width()));
            initialise(tokens.weight(), DEVIATION);
            initialise(places.weight(), DEVIATION);
        }

        Tensor forward(Tensor x) { // [B, T]
            long length = x.size(1);
            if (length > context) {
                throw new IllegalArgumentException(
                        "a sequence of " + length + " tokens is longer than the context of " + context);
            }
            Tensor here = places.weight().narrow(0, 0, length); // [T, D]
            return tokens.forward(x).add(here);
        }
    }

    private static final class Head extends Module {
        private final LayerNormImpl norm;
        private final LinearImpl scores;

        Head(Shape shape) {
            norm = register_module("norm", norm(shape.width()));
            scores = register_module("scores", linear(shape.width(), shape.tokens(), false, DEVIATION));
        }

        Tensor forward(Tensor x) {
            return scores.forward(norm.forward(x));
        }
    }
}
