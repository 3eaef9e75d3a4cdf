package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** Two hosts, {@code a} and {@code b}, played by network namespaces: {@code fixtures/two-hosts.sh}. Closing takes them down. */
final class TwoHosts implements AutoCloseable {

    private static final Path SCRIPT =
            Path.of("..", "fixtures", "two-hosts.sh").toAbsolutePath().normalize();
    private static final int CANNOT = 77;

    private static final AtomicInteger PAIRS = new AtomicInteger();

    private final String name = "cohort-" + ProcessHandle.current().pid() + "-" + PAIRS.incrementAndGet();

    private TwoHosts() {}

    /**
     * Brings them up; skips the test where the system forbids that.
     *
     * @param rate what leaves a host at most, as {@code tc} writes it
     */
    static TwoHosts up(String rate) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/ns/net")), "only Linux has network namespaces");
        TwoHosts hosts = new TwoHosts();
        Optional<String> reason = hosts.tryUp(rate);
        if (reason.isPresent()) {
            hosts.close();
            Assumptions.abort("two hosts cannot be played: " + reason.get());
        }
        return hosts;
    }

    /** A command that runs another one on a host. */
    List<String> on(String host, List<String> command) {
        List<String> whole = new ArrayList<>(script("run", host));
        whole.addAll(command);
        return whole;
    }

    /** Pulls the cable between them. */
    void cut() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(script("cut")).inheritIO().start().waitFor())
                .isZero();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        new ProcessBuilder(script("down")).inheritIO().start().waitFor();
    }

    private Optional<String> tryUp(String rate) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(script("up", rate)).redirectErrorStream(true).start();
        String said = read(process);
        int exit = process.waitFor();
        assertThat(exit).as(said).isIn(0, CANNOT);
        return exit == 0 ? Optional.empty() : Optional.of(said.strip());
    }

    private List<String> script(String action, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString(), name, action));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
