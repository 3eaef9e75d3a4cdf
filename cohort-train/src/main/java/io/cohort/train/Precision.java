package io.cohort.train;

import io.cohort.torch.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** In which numbers a model is trained. */
public enum Precision {
    FLOAT32(ElementType.FLOAT32),
    FLOAT64(ElementType.FLOAT64),
    /** Products in bf16; parameters, gradients and the optimizer's state in float32. */
    BF16(ElementType.FLOAT32);

    private final ElementType parameters;

    Precision(ElementType parameters) {
        this.parameters = parameters;
    }

    /** The type of parameters, gradients and inputs. */
    public ElementType parameters() {
        return parameters;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Precision::word).toList();
    }

    static Precision ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
