package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.CohortException;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Batch normalisation on several workers. 54 samples are trained on, in batches of 26, 26 and 2: no number of workers divides them all, and the last
 * batch leaves some workers an empty share. (Such a batch makes what follows it chaotic, so verification ends with it.)
 */
class BatchNormVerificationTest {

    private static final String RESNET =
            """
            data: { name: digits, test: 0.97 }
            model: { name: resnet18, width: 4 }
            optimizer: { lr: 0.01, momentum: 0.9 }
            train: { epochs: 1, batch: 26 }
            parallel: { workers: 2, engine: threads, syncBatchNorm: true }
            """;
    private static final Path SCRIPT =
            Path.of("src/test/resources/fixtures/torchscript.pt").toAbsolutePath();

    @TempDir
    Path folder;

    private static Job job(String... overrides) {
        return Job.parse(RESNET, Path.of("").toAbsolutePath(), List.of(overrides));
    }

    private static Map<String, Object> verify(String... overrides) {
        return Verification.run(job(overrides), 3, "float64", EventSink.NONE);
    }

    private Map<String, Object> train(String out, String... overrides) {
        return Training.prepare(job(overrides), new Training.Options(folder.resolve(out), null, 0))
                .run(EventSink.NONE, line -> {})
                .summary();
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "4"})
    void equalsOneWorkerWhenSynchronised(int workers) {
        assertThat(verify("parallel.workers=" + workers)).containsEntry("equal", true);
    }

    @Test
    void isRefusedByVerifyWithTheReasonWhenNotSynchronised() {
        assertThatThrownBy(() -> verify("parallel.syncBatchNorm=false"))
                .isInstanceOfSatisfying(UserMistake.class, mistake -> {
                    assertThat(mistake.kind()).isEqualTo("verify-unequal");
                    assertThat(mistake.fix()).isEqualTo("Write parallel.syncBatchNorm: true");
                })
                .hasMessageContaining("statistics of its own share");
    }

    @Test
    void isRefusedByVerifyWithSeveralPasses() {
        assertThatThrownBy(() -> verify("train.accumulate=2"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("train.accumulate=2")
                .hasMessageContaining("Write train.accumulate: 1");
    }

    @Test
    void isNoHindranceToOneWorker() {
        assertThat(verify("parallel.workers=1", "parallel.syncBatchNorm=false")).containsEntry("equal", true);
    }

    @Test
    void trainsWithSharesOfItsOwnToo() {
        Object one = train("one", "parallel.workers=4", "parallel.syncBatchNorm=false")
                .get("parametersSha256");
        Object again = train("again", "parallel.workers=4", "parallel.syncBatchNorm=false")
                .get("parametersSha256");
        Object synchronised = train("synchronised", "parallel.workers=4").get("parametersSha256");

        assertThat(again).isEqualTo(one);
        assertThat(synchronised).isNotEqualTo(one);
    }

    @Test
    void givesTheSameBitsSynchronised() {
        assertThat(train("again", "parallel.workers=3", "parallel.transport=tcp")
                        .get("parametersSha256"))
                .isEqualTo(train("one", "parallel.workers=3", "parallel.transport=shm")
                        .get("parametersSha256"));
    }

    @Test
    void synchronisesInBf16Too() {
        Map<String, Object> summary = train(
                "run",
                "train.precision=bf16",
                "train.epochs=2",
                "train.batch=32",
                "optimizer.lr=0.05",
                "data={name: digits, test: 0.3}");

        assertThat((Double) summary.get("accuracy")).isGreaterThan(0.5);
    }

    @Test
    void isRefusedWhereAModelCannotSynchroniseIt() {
        assertThatThrownBy(() -> train("script", "model={name: torchscript, path: '%s'}".formatted(SCRIPT)))
                .isInstanceOfSatisfying(CohortException.class, failed -> {
                    assertThat(failed.kind()).isEqualTo("sync-batch-norm");
                    assertThat(failed.fix()).contains("syncBatchNorm: false");
                });
    }
}
