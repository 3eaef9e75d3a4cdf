package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunFailed;
import io.cohort.core.event.Event;
import io.cohort.core.job.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that a thread can have, too. */
class ChaosOnThreadsTest {

    private static final String JOB =
            """
            data: iris
            model: { name: mlp, hidden: [8] }
            train: { epochs: 4, batch: 30 }
            parallel: { workers: 2, engine: threads }
            """;

    @TempDir
    Path folder;

    private final List<Event> events = new CopyOnWriteArrayList<>();

    private Training.Result train(String... chaos) {
        Job job = Job.parse(JOB, Path.of("").toAbsolutePath(), List.of());
        return Training.prepare(job, new Training.Options(folder.resolve("run"), null, 0, null, List.of(chaos)))
                .run(events::add, line -> {});
    }

    private Event only(String type) {
        List<Event> found = events.stream().filter(e -> e.type().equals(type)).toList();
        assertThat(found).as(type).hasSize(1);
        return found.get(0);
    }

    @Test
    void aRankThatPausesIsNamedInOneSentence() {
        Map<String, Object> summary = train("pause:rank=1,seconds=3.2,step=5").summary();

        assertThat(summary).containsKey("accuracy");
        assertThat(only("chaos").rank()).isEqualTo(1);
        assertThat(only("chaos").fields()).containsEntry("step", 5L);
        assertThat(only("warning").fields())
                .containsEntry("kind", "slow-worker")
                .containsEntry("late", 1);
        assertThat(String.valueOf(only("warning").fields().get("message")))
                .matches(
                        "rank 1 \\(worker-1 on .*\\) entered (all-reduce|sharded-update) #\\d+ 3\\.\\d s after the others;"
                                + " it was held back by --chaos");
        List<?> ranks = (List<?>) only("ranks").fields().get("ranks");
        assertThat((Double) ((Map<?, ?>) ranks.get(1)).get("longestLateMs")).isBetween(3_000.0, 6_000.0);
    }

    @Test
    void aRankThatFailsIsNamed() {
        assertThatThrownBy(() -> train("fail:rank=0,step=3"))
                .isInstanceOfSatisfying(
                        RunFailed.class, failed -> assertThat(failed.rank()).hasValue(0))
                .hasMessageContaining("--chaos fail:rank=0,step=3 was asked for");
        assertThat(only("chaos").rank()).isZero();
    }
}
