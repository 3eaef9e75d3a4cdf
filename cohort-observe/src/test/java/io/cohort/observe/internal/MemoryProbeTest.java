package io.cohort.observe.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.probe.Probe;
import java.util.Map;
import java.util.ServiceLoader;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

class MemoryProbeTest {

    private static final long MEGABYTE = 1 << 20;

    @Test
    void isFoundByWorkers() {
        assertThat(ServiceLoader.load(Probe.class))
                .anyMatch(probe -> probe.name().equals("memory"));
    }

    @Test
    void seesNativeMemoryThatIsHeld() {
        try (MemoryProbe probe = new MemoryProbe()) {
            double before = figure(probe.sample(), "nativeBytes");
            try (BytePointer held = new BytePointer(8 * MEGABYTE)) {
                assertThat(figure(probe.sample(), "nativeBytes") - before).isEqualTo(held.capacity());
            }
            assertThat(figure(probe.sample(), "nativeBytes")).isEqualTo(before);
        }
    }

    @Test
    void seesTheProcessGrow() {
        try (MemoryProbe probe = new MemoryProbe()) {
            double before = figure(probe.sample(), "residentBytes");
            try (BytePointer held = new BytePointer(64 * MEGABYTE)) {
                BytePointer.memset(held, 1, held.capacity());

                assertThat(figure(probe.sample(), "residentBytes") - before).isGreaterThan(48.0 * MEGABYTE);
            }
        }
    }

    private static double figure(Map<String, Double> figures, String name) {
        return figures.getOrDefault(name, Double.NaN);
    }
}
