package io.cohort.observe.internal.tensorboard;

import static io.cohort.observe.Stories.launcher;
import static io.cohort.observe.Stories.rank;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardFileTest {

    @TempDir
    Path folder;

    private RunDirectory run;

    @BeforeEach
    void aRun() throws IOException {
        Files.writeString(folder.resolve("job.yaml"), "name: digits\n");
        run = RunDirectory.open(folder);
    }

    private void write(List<Event> events) {
        try (TensorBoardFile file = new TensorBoardFile()) {
            file.begin(run, EventSink.NONE);
            events.forEach(file::event);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tensorboard"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void writesARealRunAsThePublishedFormatsSay() throws IOException {
        write(Stories.digits());
        List<TfEvents.Read> read = TfEvents.of(files().get(0));

        assertThat(files()).singleElement().asString().contains("events.out.tfevents.");
        assertThat(read.get(0).version()).isEqualTo("brain.Event:2");
        assertThat(read).noneMatch(TfEvents.Read::restart);
        List<TfEvents.Read> epochs = read.stream()
                .filter(event -> event.scalars().containsKey("epoch/accuracy"))
                .toList();
        assertThat(epochs).hasSize(20);
        assertThat(epochs.get(19).step()).isEqualTo(460);
        assertThat(epochs.get(19).wallSeconds()).isBetween(1.7e9, 3e9);
        assertThat(read.stream().flatMap(event -> event.scalars().keySet().stream()))
                .contains("train/loss", "samplesPerSecond/rank0", "samplesPerSecond/rank1", "residentBytes/rank1");
    }

    @Test
    void writesEachFigureAtItsStep() throws IOException {
        write(List.of(
                launcher("started", "job", "digits"),
                rank(0, "step", "step", 300, "loss", 0.25, "samplesPerSecond", 1e5, "epoch", 1),
                rank(1, "step", "step", 301, "loss", 0.25, "samplesPerSecond", 2e5, "epoch", 1)));
        List<TfEvents.Read> read = TfEvents.of(files().get(0));

        assertThat(read.subList(1, 3))
                .containsExactly(
                        new TfEvents.Read(
                                2.0, 300, "", false, Map.of("train/loss", 0.25f, "samplesPerSecond/rank0", 1e5f)),
                        new TfEvents.Read(2.0, 301, "", false, Map.of("samplesPerSecond/rank1", 2e5f)));
    }

    @Test
    void saysFromWhereAResumedRunGoesOn() throws IOException {
        write(List.of(rank(0, "step", "step", 50, "loss", 1.0)));
        write(List.of(
                launcher("started", "resumedFrom", "checkpoints/step-00000030"),
                rank(0, "step", "step", 31, "loss", 0.5),
                rank(0, "step", "step", 32, "loss", 0.4)));
        List<TfEvents.Read> resumed = TfEvents.of(files().get(1));

        assertThat(files()).hasSize(2);
        assertThat(resumed).extracting(TfEvents.Read::restart).containsExactly(false, true, false, false);
        assertThat(resumed.get(1).step()).isEqualTo(31);
    }

    @Test
    void isReadByAReaderThatSeesDamage() throws IOException {
        write(List.of(rank(0, "step", "step", 50, "loss", 1.0)));
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 6] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> TfEvents.of(file)).hasMessageContaining("checksum");
    }
}
