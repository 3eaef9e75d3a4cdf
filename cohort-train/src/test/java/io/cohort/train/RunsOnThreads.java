package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.torch.OwnedMemory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that train in this process; afterwards every owner of native memory must be closed. */
abstract class RunsOnThreads {

    @TempDir
    Path folder;

    @AfterEach
    void everyOwnerOfNativeMemoryIsClosed() {
        assertThat(OwnedMemory.unclosed()).isEmpty();
    }

    static Job parsed(String yaml, String... overrides) {
        return Job.parse(yaml, Path.of("").toAbsolutePath(), List.of(overrides));
    }

    /** Ready to run into a folder of the test's. */
    Training prepared(String out, Job job) {
        return Training.prepare(job, new Training.Options(folder.resolve(out), null, 0));
    }

    Training.Result train(String out, Job job) {
        return prepared(out, job).run(EventSink.NONE, line -> {});
    }
}
