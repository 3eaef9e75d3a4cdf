package io.cohort.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohort.core.error.UserMistake;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllReduceBenchTest {

    private static final long COPY_BYTES = 1 << 16;

    @Test
    void tellsOneResultASizeWithAllItsFigures() {
        Heard heard = run(new AllReduceBench.Options(3, List.of(4096L, 12L), "shm", null, "gloo", "threads", 1));

        assertThat(heard.results).extracting(result -> result.get("bytes")).containsExactly(4096L, 12L);
        assertThat(heard.results).allSatisfy(result -> {
            assertThat(result)
                    .containsEntry("transport", "shm")
                    .containsEntry("workers", 3)
                    .containsEntry("peer", "gloo")
                    .containsEntry("turns", 2)
                    .doesNotContainKeys("limitMicroseconds", "ofLimit");
            double microseconds = number(result, "microseconds");
            assertThat(microseconds).isPositive();
            assertThat(number(result, "busGBps"))
                    .isCloseTo(2.0 * 2 / 3 * number(result, "bytes") / microseconds / 1e3, within(1e-9));
            assertThat(number(result, "ratio"))
                    .isCloseTo(number(result, "peerMicroseconds") / microseconds, within(1e-9));
            assertThat(number(result, "memoryGBps")).isPositive();
        });
        assertThat(heard.events).anySatisfy(event -> {
            assertThat(event.type()).isEqualTo("progress");
            assertThat(event.fields()).containsKeys("of", "turn", "turns");
        });
    }

    @Test
    void measuresProcessesOverSocketsWithoutAPeer() {
        Heard heard = run(new AllReduceBench.Options(2, List.of(65_536L), "tcp", null, "", "processes", 1));

        assertThat(heard.results).hasSize(1);
        assertThat(heard.results.get(0))
                .containsEntry("transport", "tcp")
                .containsEntry("tls", false)
                .containsEntry("bytes", 65_536L)
                .doesNotContainKeys("peer", "peerMicroseconds", "ratio");
        assertThat(heard.events).extracting(event -> event.type()).contains("worker");
    }

    @Test
    void saysHowNearALargeSizeIsToWhatMemoryAllows() {
        Map<String, Object> fields = new AllReduceFigures("shm", false, 2, 100_000_000, 0.016)
                .within(50e9)
                .fields();

        assertThat(number(fields, "limitMicroseconds")).isCloseTo(8000, within(1e-6));
        assertThat(number(fields, "ofLimit")).isCloseTo(0.5, within(1e-9));
        assertThat(number(fields, "memoryGBps")).isCloseTo(50, within(1e-9));
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        refused(1, 4096, 1, "--workers=1: must be from 2 to 1024", "Write --workers 2");
        refused(2, 4098, 1, "--bytes=4098: must be from 4 to 1GB, and a multiple of 4", "Write --bytes 4KB");
        refused(2, 0, 1, "--bytes=0", "Write --bytes 4");
        refused(2, 1L << 31, 1, "--bytes=2GB", "Write --bytes 1GB");
        refused(2, 4096, 0, "--seconds=0: must be from 1", "Write --seconds 1");
    }

    private static void refused(int workers, long bytes, int seconds, String... words) {
        assertThatThrownBy(
                        () -> new AllReduceBench.Options(workers, List.of(bytes), "shm", null, "", "threads", seconds))
                .isInstanceOfSatisfying(UserMistake.class, mistake -> {
                    assertThat(mistake.kind()).isEqualTo("bad-option");
                    assertThat(mistake.getMessage()).contains(words);
                });
    }

    private static Heard run(AllReduceBench.Options options) {
        Heard heard = new Heard();
        AllReduceBench.run(options, new Pace(0.001, 0, 2, 0), COPY_BYTES, heard);
        return heard;
    }

    private static double number(Map<String, Object> fields, String key) {
        return ((Number) fields.get(key)).doubleValue();
    }
}
