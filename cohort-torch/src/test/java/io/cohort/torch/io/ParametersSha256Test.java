package io.cohort.torch.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.internal.ArrayTensors;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParametersSha256Test {

    private final PointerScope scope = new PointerScope();

    @AfterEach
    void free() {
        scope.close();
    }

    /**
     * Made with Python from the layout in the class comment: {@code hashlib.sha256(b"".join(struct.pack("<i%dsi%dsi%dq%d%s" …)))} over b: int64 [] of
     * 7, then w: float32 [2, 2] of 1 to 4.
     */
    @Test
    void isTheHashOfThePublishedLayout() {
        assertThat(ParametersSha256.of(Map.of("w", weights(), "b", ArrayTensors.of(new long[] {7}))))
                .isEqualTo("953b2f1b6f3c86be21dae3f1340dbfd1540c96736d0553d89122de46f0d45c0d");
    }

    @Test
    void everyPartOfATensorCounts() {
        String hash = ParametersSha256.of(Map.of("w", weights()));

        assertThat(ParametersSha256.of(Map.of("w", weights().t().contiguous().t())))
                .as("the same values")
                .isEqualTo(hash);
        assertThat(ParametersSha256.of(Map.of("v", weights())))
                .as("another name")
                .isNotEqualTo(hash);
        assertThat(ParametersSha256.of(Map.of("w", weights().view(4))))
                .as("another shape")
                .isNotEqualTo(hash);
        assertThat(ParametersSha256.of(Map.of("w", weights().view(ScalarType.Int))))
                .as("another type")
                .isNotEqualTo(hash);
        assertThat(ParametersSha256.of(Map.of("w", weights().t())))
                .as("other values")
                .isNotEqualTo(hash);
    }

    private static Tensor weights() {
        return ArrayTensors.of(new float[] {1, 2, 3, 4}, 2, 2);
    }
}
