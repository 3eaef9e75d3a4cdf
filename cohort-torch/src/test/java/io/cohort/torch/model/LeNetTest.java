package io.cohort.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeNetTest {

    private static DataSpec images(long channels, long height, long width) {
        return new DataSpec(
                List.of(channels, height, width),
                Task.CLASSIFICATION,
                IntStream.range(0, 10).mapToObj(String::valueOf).toList());
    }

    @ParameterizedTest
    @CsvSource({"1,28,28", "1,8,8", "3,32,32", "1,4,4", "1,5,7", "3,15,40", "1,16,16", "1,17,16"})
    void adaptsToSizeAndChannels(long channels, long height, long width) {
        try (PointerScope scope = new PointerScope()) {
            LeNet model = new LeNet(images(channels, height, width));

            assertThat(model.forward(torch.rand(2, channels, height, width))
                            .sizes()
                            .vec()
                            .get())
                    .containsExactly(2, 10);
        }
    }

    @Test
    void hasTheUsualParametersOnTwentyEightPixels() {
        try (PointerScope scope = new PointerScope()) {
            long parameters = NamedTensors.of(new LeNet(images(1, 28, 28))).values().stream()
                    .mapToLong(t -> t.numel())
                    .sum();

            assertThat(parameters).isEqualTo(21_840);
        }
    }

    @Test
    void refusesWhatIsNoImage() {
        ModelProvider.Recipe recipe = new LeNetProvider().read(null);

        assertThatThrownBy(() -> recipe.check(new DataSpec(List.of(4L), Task.CLASSIFICATION, List.of("a", "b"))))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("lenet")
                .hasMessageContaining("[4]");
        assertThatThrownBy(() -> recipe.check(images(1, 3, 28))).isInstanceOf(UserMistake.class);
    }
}
