package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.observe.Look;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {

    @Test
    void allReduceHasAnObjectASizeAndATableForPeople() {
        Ran ran = Ran.cohort(
                "bench",
                "allreduce",
                "--bytes",
                "4KB,16",
                "--peer",
                "gloo",
                "--engine",
                "threads",
                "--seconds",
                "1",
                "--json");

        assertThat(ran.exit()).as(ran.err()).isZero();
        List<Map<String, Object>> results = ran.objects().stream()
                .filter(object -> object.get("type").equals("bench"))
                .toList();
        assertThat(results).extracting(result -> result.get("bytes")).containsExactly(4096L, 16L);
        assertThat(results).allSatisfy(result -> assertThat(result)
                .containsEntry("transport", "shm")
                .containsEntry("workers", 2L)
                .containsEntry("peer", "gloo")
                .containsKeys("microseconds", "busGBps", "peerMicroseconds", "ratio"));
        assertThat(ran.last()).isEqualTo(results.get(1));
        assertThat(ran.err()).contains("all-reduce of float32, 2 workers (threads), shm, beside gloo", "4KB", "GLOO");
    }

    @Test
    void trainHasOneObjectAndATableForPeople() {
        Ran ran = Ran.cohort(
                "bench",
                "train",
                "--model",
                "lenet",
                "--batch",
                "2",
                "--steps",
                "1",
                "--engine",
                "threads",
                "--seconds",
                "1");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(
                        "lenet, 21,840 parameters, 2 workers, batch 2 each, shm",
                        "one worker  ",
                        "all together  ",
                        " of silent, ");
    }

    @ParameterizedTest
    @CsvSource({
        "--bytes=64KiB,--bytes=64KiB: must be a size in bytes",
        "--bytes=6,--bytes=6: must be from 4",
        "--workers=1,--workers=1: must be from 2",
        "--seconds=0,--seconds=0: must be from 1",
        "--peer=nccl,--peer=nccl: must be one of gloo",
        "--transport=gloo,'--transport=gloo: must be one of shm, tcp'",
    })
    void refusesWhatCannotBeMeasured(String option, String message) {
        Ran ran = Ran.cohort("bench", "allreduce", option);

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("error: " + message);
    }

    @Test
    void refusesAModelThatIsNotKnown() {
        assertThat(Ran.cohort("bench", "train", "--model", "vgg").err())
                .startsWith("error: --model=vgg: must be one of lenet, mlp, gpt");
    }

    @Test
    void theTableHasABarForEachDoublingAndALineForMemory() {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of(
                "bytes", 64L << 10, "microseconds", 12.34, "busGBps", 5.311, "peerMicroseconds", 1500.0, "ratio", 4.0));
        AllReduceTable table = new AllReduceTable(true, Look.PLAIN);

        assertThat(table.head("about", "gloo"))
                .containsExactly("about", "     SIZE          TIME           BUS          GLOO    FASTER");
        assertThat(table.row(fields))
                .containsExactly("     64KB       12.3 us     5.31 GB/s       1.50 ms     4.00x  #####");

        fields.putAll(Map.of("limitMicroseconds", 6.0, "ofLimit", 0.486, "memoryGBps", 40.0));
        assertThat(table.row(fields).get(1))
                .isEqualTo("                 6.0 us  at least, for memory moves 40.0 GB/s: 49 % of that speed");
    }
}
