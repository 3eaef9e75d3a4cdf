package io.cohort.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets the power fail at every step by which three checkpoints are written and pruned, and looks at what is left. */
class PowerFailureTest {

    private static final int CHECKPOINTS = 3;
    private static final byte[] BYTES = new byte[5000];

    @TempDir
    Path folder;

    /** The power has failed: nothing that comes later reaches the disk. */
    private static final class PowerFailed extends IOException {}

    /**
     * A disk whose power fails at one step. What was written but not forced is lost: files are cut where they were last forced, and a directory renamed
     * since its new parent was last forced goes back to its old name.
     */
    private static final class FailingDisk extends Disk {
        private final int failsAt;
        private final Map<FileChannel, Path> names = new HashMap<>();
        private final Map<Path, Long> forced = new HashMap<>();
        private final List<Path[]> renamed = new ArrayList<>();
        private int step;

        FailingDisk(int failsAt) {
            this.failsAt = failsAt;
        }

        boolean failed() {
            return step > failsAt;
        }

        private void step() throws PowerFailed {
            if (step++ >= failsAt) {
                throw new PowerFailed();
            }
        }

        @Override
        void makeDirectories(Path directory) throws IOException {
            step();
            super.makeDirectories(directory);
        }

        @Override
        FileChannel create(Path file) throws IOException {
            step();
            FileChannel channel = super.create(file);
            names.put(channel, file);
            forced.put(file, 0L);
            return channel;
        }

        @Override
        int write(FileChannel file, ByteBuffer source) throws IOException {
            if (step == failsAt) {
                ByteBuffer half = source.duplicate().limit(source.position() + source.remaining() / 2);
                super.write(file, half); // the write that the power failed in
            }
            step();
            return super.write(file, source);
        }

        @Override
        void force(FileChannel file) throws IOException {
            step();
            super.force(file);
            forced.put(names.get(file), file.size());
        }

        @Override
        void rename(Path from, Path to) throws IOException {
            step();
            super.rename(from, to);
            renamed.add(new Path[] {from, to});
        }

        @Override
        void forceDirectory(Path directory) throws IOException {
            step();
            super.forceDirectory(directory);
            renamed.removeIf(move -> move[1].getParent().equals(directory));
        }

        @Override
        void delete(Path path) throws IOException {
            step();
            super.delete(path);
        }

        /** What a machine finds when it starts again. */
        void comeBack() throws IOException {
            for (Map.Entry<Path, Long> file : forced.entrySet()) {
                if (Files.exists(file.getKey())) {
                    try (FileChannel channel = FileChannel.open(file.getKey(), StandardOpenOption.WRITE)) {
                        channel.truncate(file.getValue());
                    }
                }
            }
            for (int i = renamed.size() - 1; i >= 0; i--) {
                if (Files.exists(renamed.get(i)[1])) {
                    Files.move(renamed.get(i)[1], renamed.get(i)[0]);
                }
            }
        }
    }

    /** Writes checkpoints one after the other and keeps the newest two. @return how many were committed before the power failed */
    private static int write(ArtifactStore artifacts) throws IOException {
        int committed = 0;
        try {
            for (int number = 1; number <= CHECKPOINTS; number++) {
                try (ArtifactStore.Draft draft = artifacts.begin("checkpoints/step-" + number)) {
                    for (String file : List.of("state", "manifest")) {
                        try (WritableByteChannel channel = draft.create(file)) {
                            ByteBuffer bytes = ByteBuffer.wrap(BYTES);
                            while (bytes.hasRemaining()) {
                                channel.write(bytes);
                            }
                        }
                    }
                    draft.commit();
                }
                committed = number;
                if (number > 2) {
                    artifacts.delete("checkpoints/step-" + (number - 2));
                }
            }
        } catch (IOException failed) {
            if (!(failed instanceof PowerFailed) && !(failed.getCause() instanceof PowerFailed)) {
                throw failed;
            }
        }
        return committed;
    }

    @Test
    void alwaysLeavesTheLastCommittedCheckpointWhole() throws IOException {
        int failsAt = 0;
        boolean failed;
        do {
            Path root = folder.resolve("run-" + failsAt);
            FailingDisk disk = new FailingDisk(failsAt);
            int committed = write(new DirectoryArtifacts(root, disk));
            failed = disk.failed();
            disk.comeBack();
            ArtifactStore after = new DirectoryArtifacts(root);
            List<String> left = after.list("checkpoints");

            if (committed > 0) {
                assertThat(left).as("power failed at step %d", failsAt).contains("step-" + committed);
            }
            for (String checkpoint : left) {
                for (String file : List.of("state", "manifest")) {
                    try (InputStream in = after.open("checkpoints/" + checkpoint + "/" + file)) {
                        assertThat(in.readAllBytes())
                                .as("%s of %s, power failed at step %d", file, checkpoint, failsAt)
                                .isEqualTo(BYTES);
                    }
                }
            }
            failsAt++;
        } while (failed);

        assertThat(failsAt).as("steps at which the power failed").isGreaterThan(30);
    }

    @Test
    void sweepsAwayWhatAPowerFailureLeft() throws IOException {
        FailingDisk disk = new FailingDisk(6);
        write(new DirectoryArtifacts(folder, disk));
        assertThat(disk.failed()).isTrue();

        write(new DirectoryArtifacts(folder));

        try (var entries = Files.list(folder)) {
            assertThat(entries.map(p -> p.getFileName().toString())).containsExactly("checkpoints");
        }
    }
}
