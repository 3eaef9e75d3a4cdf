package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that are refused: one message with the value and the fix, exit 2, no run directory. */
class JobRefusalsTest {

    private static final String DIGITS =
            """
            data: { name: digits }
            model: { name: lenet }
            train: { epochs: 1, batch: 64 }
            parallel: { workers: 2, engine: threads }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"train", "check", "verify"})
    void aJobFileThatIsNotThere(String command) throws IOException {
        String missing = folder.resolve("none.yaml").toString();

        refused(command, List.of(missing), "no-such-file", "none.yaml: there is no such file");
    }

    @Test
    void noJobAtAll() throws IOException {
        refused("train", List.of(), "missing-job", "cohort train: needs a job file");
    }

    @Test
    void anUnknownKeyWithTheNearestOne() throws IOException {
        refused(job(DIGITS.replace("epochs: 1", "epoch: 1")), "train.epoch=1", "the nearest known one is epochs");
    }

    @Test
    void anUnknownModelWithThoseThereAre() throws IOException {
        refused(job(DIGITS), "--set", "model=lente", "lente", "lenet");
    }

    @Test
    void anUnknownDataSetWithThoseThereAre() throws IOException {
        refused(job(DIGITS), "--set", "data.name=digit", "digit", "digits");
    }

    @Test
    void anUnknownEngine() throws IOException {
        refused(job(DIGITS), "--engine", "thread", "parallel.engine", "threads");
    }

    @Test
    void anAlgorithmForGloo() throws IOException {
        refused(
                job(DIGITS),
                "--set",
                "parallel.transport=gloo",
                "--set",
                "parallel.algorithm=ring",
                "parallel.algorithm=ring",
                "Gloo chooses its algorithms itself");
    }

    @Test
    void aBatchSmallerThanTheWorkers() throws IOException {
        refused(job(DIGITS), "--set", "train.batch=3", "--workers", "4", "train.batch", "3", "4");
    }

    @Test
    void everyProblemAtOnce() throws IOException {
        Ran ran = refused(job(DIGITS), "--set", "train.batch=0", "--set", "seed=x", "train.batch", "seed");

        assertThat(ran.err().lines()).hasSizeGreaterThanOrEqualTo(2).allMatch(line -> line.startsWith("error: "));
    }

    @Test
    void anImageFileThatIsCutShort() throws IOException {
        byte[] header = {0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 8, 0, 0, 0, 8};
        refused(idx(header), "images.idx: announces dimensions [9, 8, 8]", "Fetch the file again");
        byte[] lastPixelMissing = Arrays.copyOf(header, header.length + 9 * 8 * 8 - 1);
        refused(idx(lastPixelMissing), "images.idx: announces 576 bytes", "but holds 575", "Fetch the file again");
    }

    @Test
    void anImageFileThatIsNone() throws IOException {
        byte[] picture = "GIF89a, not IDX at all".getBytes(StandardCharsets.US_ASCII);
        refused(idx(picture), "images.idx: begins with 0x47494638", "0x00000803 for images");
    }

    @Test
    void anImageFileThatClaimsAnAbsurdSize() throws IOException {
        byte[] header = {0, 0, 8, 3, 127, -1, -1, -1, 127, -1, -1, -1, 127, -1, -1, -1};
        refused(
                idx(header),
                "images.idx: announces dimensions [2147483647, 2147483647, 2147483647]",
                "Fetch the file again");
    }

    @Test
    void aRunDirectoryThatExists() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        Ran ran = Ran.cohort("train", job(DIGITS).toString(), "--out", there.toString(), "--json");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.last()).containsEntry("kind", "run-directory");
        assertThat(there).isEmptyDirectory();
    }

    @Test
    void aRunDirectoryThatCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Ran ran = Ran.cohort(
                "train", job(DIGITS).toString(), "--out", file.resolve("run").toString(), "--json");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.last()).containsEntry("kind", "run-directory");
    }

    @Test
    void aRunDirectoryInAReadOnlyPlace() throws IOException {
        Path readOnly = Path.of("/proc/cohort-run"); // read-only for root, too
        assumeTrue(Files.isDirectory(readOnly.getParent()));
        Ran ran = Ran.cohort("train", job(DIGITS).toString(), "--out", readOnly.toString(), "--json");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.last())
                .containsEntry("kind", "run-directory")
                .hasEntrySatisfying("message", text -> assertThat((String) text)
                        .startsWith("--out=" + readOnly + ": the run directory cannot be made: "))
                .hasEntrySatisfying("fix", text -> assertThat((String) text).contains("--out DIR"));
    }

    @Test
    void aPortThatIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + other.getLocalPort();
            List<String> options =
                    List.of(job(DIGITS).toString(), "--engine", "processes", "--listen", address, "--remote", "1");
            refused("train", options, "port-in-use", "--listen=" + address + ": is in use", "Choose another port");
        }
    }

    @Test
    void aCheckpointOfAnotherModel() throws IOException {
        Path run = folder.resolve("stopped");
        Path iris = job("{data: {name: iris}, model: {name: mlp, hidden: [8]}, parallel: {engine: threads}}");
        assertThat(Ran.cohort("train", iris.toString(), "--set", "train.epochs=1", "--out", run.toString())
                        .exit())
                .isZero();
        // As a launcher that was killed leaves it, with a job that was changed since.
        Path events = run.resolve("events.jsonl");
        List<String> kept = Files.readAllLines(events).stream()
                .filter(line -> !line.contains("\"summary\""))
                .toList();
        Files.write(events, kept);
        Path resolved = run.resolve("job.yaml");
        Files.writeString(
                resolved, Files.readString(resolved).replace("- 8", "- 9").replace("[8]", "[9]"));

        refused(
                "train",
                List.of("--resume", run.toString()),
                "checkpoint-mismatch",
                "checkpoints/step-",
                "was made with another model",
                "Resume with the job the checkpoint was made by");
        assertThat(Files.readAllLines(events)).isEqualTo(kept);
    }

    @Test
    void whatThisBuildHasNot() throws IOException {
        refused(
                "train",
                List.of(job(DIGITS).toString(), "--master", "local[2]"),
                "not-in-this-build",
                "--master=local[2]");
        refused(
                "check",
                List.of(job(DIGITS).toString(), "--jars", "a.jar"),
                "not-in-this-build",
                "COHORT_CLASSPATH=a.jar");
    }

    @Test
    void chaosThatTheJobCannotHave() throws IOException {
        String job = job(DIGITS).toString();
        refused(
                "verify",
                List.of(job, "--chaos", "kill:1"),
                "chaos-invalid",
                "--chaos=kill:1: '1' is none of rank=, step=",
                "kill:rank=1,step=50");
        refused("train", List.of(job, "--chaos", "slw:rank=1"), "chaos-invalid", "Write slow:rank=1,factor=20");
        refused(
                "check",
                List.of(job, "--chaos", "slow:rank=7,factor=2", "--chaos", "pause:rank=0"),
                "chaos-invalid",
                "rank=7 is no whole number from 0 to 1",
                "--chaos=pause:rank=0: lacks seconds");
        refused(
                "train",
                List.of(job, "--engine", "threads", "--chaos", "kill:rank=1,step=2"),
                "chaos-invalid",
                "Add --engine processes");
    }

    @Test
    void aResumeOfNoRunOrWithChanges() throws IOException {
        refused("train", List.of("--resume", folder.toString()), "run-directory", "no job.yaml");
        refused("train", List.of("--resume", "a", "--set", "seed=1"), "bad-option", "--resume=a");
    }

    @Test
    void remoteWorkersWithNowhereToJoin() throws IOException {
        refused("train", List.of(job(DIGITS).toString(), "--remote", "2"), "bad-option", "--remote=2");
        refused("train", List.of(job(DIGITS).toString(), "--listen", "h:1"), "bad-option", "--listen=h:1");
        refused("train", List.of(job(DIGITS).toString(), "--token-file", "t"), "bad-option", "--token-file=t");
        Path token = Files.writeString(folder.resolve("token"), "short");
        List<String> listening =
                List.of(job(DIGITS).toString(), "--listen", "h:1", "--remote", "1", "--token-file", token.toString());
        refused("train", listening, "wrong-token", "openssl rand -hex 32");
    }

    @Test
    void aModelThatIsNone() throws IOException {
        refused("evaluate", List.of(folder.toString(), "--data", "digits"), "no-such-model", "manifest.json");
        refused(
                "predict",
                List.of(folder.toString(), "--data", "digits", "--out", "o.csv"),
                "no-such-model",
                "manifest.json");
    }

    /** Checks a job that {@code check} and {@code train} must refuse alike; the words after the options must be in the message. */
    private Ran refused(Path job, String... optionsAndWords) throws IOException {
        int words = 0;
        List<String> options = new ArrayList<>(List.of(job.toString()));
        while (words + 1 < optionsAndWords.length && optionsAndWords[words].startsWith("--")) {
            options.add(optionsAndWords[words++]);
            options.add(optionsAndWords[words++]);
        }
        String[] expected = Stream.of(optionsAndWords).skip(words).toArray(String[]::new);
        refused("check", options, null, expected);
        return refused("train", options, null, expected);
    }

    private Ran refused(String command, List<String> options, String kind, String... words) throws IOException {
        Path out = folder.resolve("run");
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(options);
        if (command.equals("train") && !options.contains("--resume")) {
            args.addAll(List.of("--out", out.toString()));
        }
        List<Path> before = everything();
        Ran ran = Ran.cohort(args.toArray(String[]::new));
        assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(words).doesNotContain("\tat ", "Exception");
        assertThat(everything()).as("nothing half written").isEqualTo(before);
        args.add("--json");
        Ran json = Ran.cohort(args.toArray(String[]::new));
        assertThat(json.last())
                .containsEntry("type", "error")
                .containsEntry("exit", 2L)
                .hasEntrySatisfying("fix", text -> assertThat((String) text).isNotBlank());
        if (kind != null) {
            assertThat(json.last()).containsEntry("kind", kind);
        }
        return ran;
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    private Path job(String text) throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), text);
    }

    private Path idx(byte[] images) throws IOException {
        Files.write(folder.resolve("images.idx"), images);
        Files.write(folder.resolve("labels.idx"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 0});
        return job(DIGITS.replace("name: digits", "format: idx, images: images.idx, labels: labels.idx"));
    }
}
