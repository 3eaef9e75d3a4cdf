package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunFailed;
import io.cohort.engine.Engine;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Service;
import io.cohort.engine.ServiceRun;
import io.cohort.engine.TaskRun;
import io.cohort.engine.Tasks;
import io.cohort.engine.entries.Counter;
import io.cohort.engine.entries.Square;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TasksAndServicesTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Recording heard = new Recording();

    private static EngineOptions options(String engine) {
        return engine.equals("threads") ? Gangs.THREADS : Gangs.PROCESSES;
    }

    private TaskRun run(String engine, List<String> inputs, int attempts) {
        Tasks tasks = new Tasks("squares", Square.class, inputs, 2, attempts, options(engine));
        return Engine.named(engine).tasks(tasks, heard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "processes"})
    void givesResultsInTheOrderOfTheInputs(String engine) {
        try (TaskRun run = run(engine, List.of("3", "1", "4", "1", "5", "9"), 1)) {
            assertThat(run.await()).containsExactly("9", "1", "16", "1", "25", "81");
        }
    }

    @Test
    void runsATaskAgainWhenItsWorkerIsLost() {
        Path marker = folder.resolve("died-once");
        try (TaskRun run = run("processes", List.of("2", "die-once " + marker, "5"), 2)) {
            assertThat(run.await()).containsExactly("4", "survived after 1", "25");
        }
        assertThat(marker).exists();
        assertThat(heard.events("worker")).as("a fresh worker came").hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void givesUpATaskThatLosesEveryWorker() throws Exception {
        Path marker = folder.resolve("never-there").resolve("nor-here");
        try (TaskRun run = run("processes", List.of("die " + marker), 2)) {
            assertThatThrownBy(run::await)
                    .isInstanceOfSatisfying(
                            RunFailed.class, f -> assertThat(f.kind()).isEqualTo("worker-lost"))
                    .hasMessageContaining("task 0 of squares lost its worker on each of 2 attempts")
                    .hasMessageContaining("exit code 9");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "processes"})
    void failsWithTheMessageOfATaskThatThrew(String engine) {
        try (TaskRun run = run(engine, List.of("2", "two"), 3)) {
            assertThatThrownBy(run::await)
                    .isInstanceOfSatisfying(
                            RunFailed.class, f -> assertThat(f.kind()).isEqualTo("task-failed"))
                    .hasMessageContaining("task 1 of squares failed")
                    .hasMessageContaining("NumberFormatException");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "processes"})
    void answersCallersThatComeAndGo(String engine) {
        Service service = new Service("counter", Counter.class, "100", options(engine));
        try (ServiceRun run = Engine.named(engine).service(service)) {
            List<CompletableFuture<Void>> callers = List.of(adds(run, "a", 20), adds(run, "b", 30));
            callers.forEach(CompletableFuture::join);
            assertThat(call(run, "c", "get")).isEqualTo("150");
            assertThatThrownBy(() -> call(run, "c", "multiply"))
                    .isInstanceOfSatisfying(
                            RunFailed.class, f -> assertThat(f.kind()).isEqualTo("service-failed"))
                    .hasMessageContaining("no method multiply");
            assertThatThrownBy(() -> run.call("c", "sleep", new byte[0], Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            RunFailed.class, f -> assertThat(f.kind()).isEqualTo("service-timeout"));
            assertThat(call(run, "d", "get")).isEqualTo("150");
        }
    }

    @Test
    void saysHowAServiceWasLost() throws Exception {
        Service service = new Service("counter", Counter.class, "0", Gangs.PROCESSES);
        try (ServiceRun run = Engine.named("processes").service(service)) {
            assertThatThrownBy(() -> call(run, "a", "exit"))
                    .isInstanceOfSatisfying(
                            RunFailed.class, f -> assertThat(f.kind()).isEqualTo("service-lost"))
                    .hasMessageContaining("exit code 9");
        }
    }

    private static CompletableFuture<Void> adds(ServiceRun run, String caller, int times) {
        return CompletableFuture.runAsync(() -> {
            for (int i = 0; i < times; i++) {
                call(run, caller, "add");
            }
        });
    }

    private static String call(ServiceRun run, String caller, String method) {
        return new String(run.call(caller, method, new byte[0], SOON), StandardCharsets.UTF_8);
    }
}
