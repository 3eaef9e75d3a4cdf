package io.cohort.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.optim.Optimizer.FlatRange;
import io.cohort.torch.optim.Optimizer.Segment;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a range is cut changes no bit of an update. */
class CutRangeTest {

    private static final long ELEMENTS = 1000;

    static Stream<Optimizer> rules() {
        Moments moments = new Moments(0.9, 0.999, 1e-8);
        return Stream.of(
                new Sgd(0, false, 0.01),
                new Sgd(0.9, false, 0),
                new Sgd(0.9, true, 0.01),
                new Adam(moments, 0.01, false),
                new Adam(moments, 0.01, true));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void updatesPartsToTheSameBitsAsTheWhole(Optimizer rule) {
        try (PointerScope scope = new PointerScope()) {
            FlatRange whole = range(rule);
            FlatRange parts = range(rule);
            List<FlatRange> cut = parts.cut(64);
            assertThat(cut).hasSize(16).last().satisfies(last -> assertThat(last.segments())
                    .containsExactly(new Segment(0, ELEMENTS - 15 * 64)));
            for (int step = 1; step <= 3; step++) {
                for (FlatRange range : List.of(whole, parts)) {
                    torch.manual_seed(step);
                    range.gradients().normal_();
                }
                rule.step(whole, 0.1, step);
                for (FlatRange part : cut) {
                    rule.step(part, 0.1, step);
                }
            }
            assertThat(torch.equal(parts.parameters(), whole.parameters())).isTrue();
            assertThat(torch.equal(whole.parameters(), range(rule).parameters()))
                    .isFalse();
        }
    }

    private static FlatRange range(Optimizer rule) {
        torch.manual_seed(7);
        Tensor parameters = torch.randn(ELEMENTS);
        List<Tensor> state =
                rule.stateNames().stream().map(name -> torch.zeros(ELEMENTS)).toList();
        // a parameter, a gap, and another one: cuts lie in each of them
        List<Segment> segments = List.of(new Segment(0, 500), new Segment(512, ELEMENTS - 512));
        return new FlatRange(parameters, torch.zeros(ELEMENTS), state, segments);
    }
}
