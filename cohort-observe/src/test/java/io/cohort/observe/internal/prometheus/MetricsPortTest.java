package io.cohort.observe.internal.prometheus;

import static io.cohort.observe.Stories.launcher;
import static io.cohort.observe.Stories.rank;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.Stories;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPortTest {

    private static final Address ANY = new Address("127.0.0.1", 0);

    @TempDir
    Path folder;

    private final List<Event> said = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    private MetricsPort begun() throws IOException {
        Files.writeString(folder.resolve("job.yaml"), "name: digits\n");
        MetricsPort port = MetricsPort.open(ANY);
        port.begin(RunDirectory.open(folder), said::add);
        return port;
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + said.get(0).fields().get("port") + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void answersWithTheFiguresOfTheMoment() throws Exception {
        try (MetricsPort port = begun()) {
            port.event(launcher("started", "job", "say \"hi\"\\\n", "run", "/r", "workers", 2, "totalSteps", 100));
            assertThat(said).isEmpty();
            port.event(rank(0, "worker", "pid", 7));
            assertThat(Scrape.of(ask("GET", "/metrics").body()))
                    .containsEntry("cohort_step", 0.0)
                    .doesNotContainKey("cohort_loss");

            port.event(rank(0, "step", "step", 40, "loss", 0.5, "samplesPerSecond", 1234.5, "learningRate", 0.05));
            port.event(rank(1, "step", "step", 41, "loss", 0.25, "samplesPerSecond", 2000.0, "learningRate", 0.05));
            port.event(rank(1, "probe", "step", 41, "residentBytes", 3e8));
            port.event(rank(0, "epoch", "epoch", 1, "step", 41, "accuracy", 0.75, "loss", 0.6));
            port.event(rank(0, "checkpoint", "step", 41));
            HttpResponse<String> answer = ask("GET", "/metrics");

            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(Scrape.of(answer.body()))
                    .containsAllEntriesOf(Map.of(
                            "cohort_step", 41.0,
                            "cohort_total_steps", 100.0,
                            "cohort_loss", 0.25,
                            "cohort_held_out_loss", 0.6,
                            "cohort_accuracy", 0.75,
                            "cohort_samples_per_second{rank=\"0\"}", 1234.5,
                            "cohort_samples_per_second{rank=\"1\"}", 2000.0,
                            "cohort_resident_bytes{rank=\"1\"}", 3e8,
                            "cohort_checkpoints_total", 1.0,
                            "cohort_learning_rate", 0.05))
                    .hasEntrySatisfying(
                            "cohort_run_info{job=\"say \\\"hi\\\"\\\\\\n\",run=\"/r\",kind=\"\",engine=\"\",strategy=\"\",workers=\"2\"}",
                            one -> assertThat(one).isEqualTo(1.0));
        }
    }

    @Test
    void writesARealRunSoThatAStrictReaderReadsIt() {
        RunMetrics metrics = new RunMetrics();
        Stories.digits().forEach(metrics::accept);

        assertThat(Scrape.of(metrics.text()))
                .containsEntry("cohort_step", 460.0)
                .hasSizeGreaterThan(10);
    }

    @Test
    void hasTheMetricsThatTheDocsName() throws IOException {
        RunMetrics metrics = new RunMetrics();
        Stories.digits().forEach(metrics::accept);
        String page = Files.readString(Path.of("..", "docs", "looking.md"));

        assertThat(names(page)).isEqualTo(names(metrics.text()));
    }

    private static Set<String> names(String text) {
        return Pattern.compile("cohort_[a-z_]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void answersNothingElse() throws Exception {
        try (MetricsPort port = begun()) {
            port.event(rank(0, "worker", "pid", 7));

            assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
            assertThat(ask("POST", "/metrics").statusCode()).isEqualTo(405);
            assertThat(ask("HEAD", "/metrics").body()).isEmpty();
        }
    }

    @Test
    void isGoneWhenTheRunIs() throws Exception {
        try (MetricsPort port = begun()) {
            port.event(rank(0, "worker", "pid", 7));
        }

        assertThatThrownBy(() -> ask("GET", "/metrics")).isInstanceOf(ConnectException.class);
    }

    @Test
    void saysThatAPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> MetricsPort.open(new Address("127.0.0.1", taken.getLocalPort())))
                    .isInstanceOfSatisfying(UserMistake.class, mistake -> assertThat(mistake.kind())
                            .isEqualTo("port-in-use"))
                    .hasMessageContaining("observe.prometheus=127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void saysThatAHostIsNotKnown() {
        assertThatThrownBy(() -> MetricsPort.open(new Address("no-such-host.invalid", 0)))
                .isInstanceOf(UserMistake.class);
    }

    @ParameterizedTest
    @CsvSource({
        "9400,127.0.0.1,9400",
        "0,127.0.0.1,0",
        "0.0.0.0:9400,0.0.0.0,9400",
        "node7:1,node7,1",
        "[::1]:65535,[::1],65535"
    })
    void readsAPortOrAHostWithOne(String text, String host, int port) {
        assertThat(Address.parse(text)).contains(new Address(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "65536", "-1", "port", "host:", ":9400", "::1:9400", "1 2", "host:99999"})
    void refusesWhatIsNoAddress(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }
}
