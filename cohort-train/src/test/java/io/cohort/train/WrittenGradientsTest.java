package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.NamedTensors;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.model.GradientPlaces;
import io.cohort.torch.model.Mlp;
import io.cohort.torch.model.Model;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** A model is told where its gradients belong, and nothing more once they belong nowhere. */
class WrittenGradientsTest extends RunsOnThreads {

    private static final Queue<Boolean> TOLD = new ConcurrentLinkedQueue<>();

    @Test
    void tellsEveryWorkersModelWhereItsGradientsBelongUntilTheEnd() {
        TOLD.clear();
        train(
                "run",
                parsed("data: digits\nmodel: { class: " + Told.class.getName() + " }\noptimizer: { lr: 0.01 }\n"
                        + "train: { epochs: 1, batch: 200 }\nparallel: { workers: 2, engine: threads }\n"));

        assertThat(TOLD).containsExactlyInAnyOrder(true, true, false, false);
        assertThat(TOLD.peek()).isTrue();
    }

    /** An {@link Mlp} that notes whether there are places for all its parameters. */
    public static final class Told extends Module implements Model {
        private final Mlp inner;

        public Told(DataSpec data) {
            inner = register_module("inner", new Mlp(data, List.of(8L)));
        }

        @Override
        public Tensor forward(Tensor... inputs) {
            return inner.forward(inputs);
        }

        @Override
        public void writeGradients(GradientPlaces places) {
            TOLD.add(NamedTensors.parameters(inner).values().stream()
                    .allMatch(parameter -> places.of(parameter) != null));
            inner.writeGradients(places);
        }
    }
}
