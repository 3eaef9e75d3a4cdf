package io.cohort.torch.model;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One block of a {@link Gpt}: causal attention, then a feed-forward net four times as wide; each sees normalised inputs and adds to what came in.
 *
 * <p>Legend: B sequences, T places, D width, H heads. Attention is libtorch's fused kernel, which never holds the T×T scores whole.
 */
final class GptBlock extends Module {

    private static final long WIDER = 4;

    private final long heads;
    private final LayerNormImpl norm1;
    private final LinearImpl attention;
    private final LinearImpl projection;
    private final LayerNormImpl norm2;
    private final LinearImpl widen;
    private final LinearImpl narrow;

    GptBlock(Gpt.Shape shape) {
        long width = shape.width();
        heads = shape.heads();
        norm1 = register_module("norm1", Gpt.norm(width));
        attention = register_module("attention", Gpt.linear(width, 3 * width));
        projection = register_module("projection", Gpt.residual(width, width, shape.layers()));
        norm2 = register_module("norm2", Gpt.norm(width));
        widen = register_module("widen", Gpt.linear(width, WIDER * width));
        narrow = register_module("narrow", Gpt.residual(WIDER * width, width, shape.layers()));
    }

    Tensor forward(Tensor x) { // [B, T, D]
        Tensor attended = x.add(projection.forward(attend(attention.forward(norm1.forward(x)))));
        Tensor wide = torch.gelu(widen.forward(norm2.forward(attended))); // [B, T, 4D]
        return attended.add(narrow.forward(wide));
    }

    private Tensor attend(Tensor joined) { // [B, T, 3D]
        TensorVector parts = joined.chunk(3, 2);
        Tensor mixed = torch.scaled_dot_product_attention(
                byHead(parts.get(0)),
                byHead(parts.get(1)),
                byHead(parts.get(2)),
                new TensorOptional(),
                0,
                true,
                new DoubleOptional(),
                false); // [B, H, T, D/H]
        return mixed.transpose(1, 2).reshape(joined.size(0), joined.size(1), joined.size(2) / 3); // [B, T, D]
    }

    private Tensor byHead(Tensor part) { // [B, T, D]
        return part.view(part.size(0), part.size(1), heads, part.size(2) / heads)
                .transpose(1, 2); // [B, H, T, D/H]
    }
}
