package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class StopSignalsTest {

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void theFirstSignalAsksAndTheSecondEnds(String signal) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (StopSignals signals = new StopSignals(() -> heard.add("stop"), code -> heard.add("end " + code))) {
            send(signal);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("stop");
            send(signal);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("end 130");
        }
    }

    private static void send(String signal) throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                .isZero();
    }
}
