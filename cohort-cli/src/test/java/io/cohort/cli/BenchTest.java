package io.cohort.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.Event;
import io.cohort.observe.Look;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
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
                "4KB",
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
        assertThat(results).extracting(result -> result.get("bytes")).containsExactly(4096L);
        assertThat(results).allSatisfy(result -> assertThat(result)
                .containsEntry("transport", "shm")
                .containsEntry("workers", 2L)
                .containsEntry("peer", "gloo")
                .containsKeys("microseconds", "busGBps", "peerMicroseconds", "ratio"));
        assertThat(ran.last()).isEqualTo(results.get(0));
        assertThat(ran.err()).contains("all-reduce of float32, 2 workers (threads), shm, beside gloo", "4KB", "GLOO");
    }

    /** What encryption costs is what the peer, our own sockets without it, takes less. */
    @Test
    @Tag("long")
    void encryptsBesideOurOwnSocketsThatDoNot() {
        Ran ran = Ran.cohort(
                ("bench allreduce --transport tcp --tls --peer tcp --bytes 64KB --engine threads --seconds 1 --json")
                        .split(" "));

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.last())
                .containsEntry("transport", "tcp")
                .containsEntry("tls", true)
                .containsEntry("peer", "tcp")
                .containsKeys("microseconds", "peerMicroseconds", "ratio");
        assertThat(ran.err()).contains("all-reduce of float32, 2 workers (threads), tcp with TLS, beside tcp");
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
        "--peer=nccl,'--peer=nccl: must be one of gloo, tcp'",
        "--tls,--transport=shm: has no sockets that --tls could encrypt",
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
    void saysHowFarItIsOnATerminalAlone() {
        assertThat(progress(true)).isEqualTo("\r\u001b[Kmeasuring 64KB: turn 3 of 40\r\u001b[K");
        assertThat(progress(false)).isEmpty();
    }

    private static String progress(boolean terminal) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Cohort cohort = new Cohort(Ran.streams(new ByteArrayOutputStream(), err, terminal));
        try (BenchView view = new BenchView(cohort.console(), fields -> List.of())) {
            view.event(new Event("progress", 0, 0, 0, Map.of("of", "64KB", "turn", 3, "turns", 40)));
            view.log(0, "[Gloo] Rank 0 is connected to 1 peer ranks.");
        }
        return err.toString(UTF_8);
    }

    @Test
    void trainingIsHeldAgainstOneWorkerSilenceAndThePeer() {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("model", "mlp", "parameters", 5_824_522L));
        fields.putAll(Map.of("workers", 2L, "batch", 64L, "transport", "shm", "samplesPerSecond", 3000.0));
        fields.putAll(Map.of("oneWorkerSamplesPerSecond", 2000.0, "silentSamplesPerSecond", 3200.0));
        fields.putAll(Map.of("efficiency", 0.9375, "speedup", 1.5, "peer", "ddp", "ratio", 2.5));
        fields.put("peerSamplesPerSecond", 1200.0);

        assertThat(new TrainRateLines(Look.PLAIN).of(fields))
                .containsExactly(
                        "mlp, 5,824,522 parameters, 2 workers, batch 64 each, shm",
                        "  one worker                 2,000 samples/s",
                        "  all at once, silent        3,200 samples/s",
                        "  all together               3,000 samples/s  0.94 of silent, 1.50 of one worker",
                        "  all together, ddp          1,200 samples/s  ours is 2.50 of it");
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
