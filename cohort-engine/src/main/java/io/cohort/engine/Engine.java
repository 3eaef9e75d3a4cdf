package io.cohort.engine;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Nearest;
import io.cohort.torch.Natives;
import java.util.List;
import java.util.ServiceLoader;

/** A place where workers run. Found by name through {@link java.util.ServiceLoader}. */
public interface Engine {

    /** The word after {@code parallel.engine}. */
    String name();

    /** Starts a gang: all or nothing, with ranks. Returns once it is being launched; failures come from {@link GangRun#await}. */
    GangRun gang(Gang gang, GangListener listener, ArtifactStore artifacts);

    /** Runs independent tasks, each retried when its worker is lost; results in the order of the inputs. */
    TaskRun tasks(Tasks tasks, GangListener listener);

    /** Starts a service whose callers come and go. */
    ServiceRun service(Service service);

    /** The engine with this name. @throws io.cohort.core.error.UserMistake naming those there are */
    static Engine named(String name) {
        Natives.unpack(); // once, here, rather than by all workers of a first run at the same time
        List<Engine> engines = ServiceLoader.load(Engine.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        List<String> names = engines.stream().map(Engine::name).sorted().toList();
        return engines.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow(() -> {
            String nearest = Nearest.of(name, names).orElse("processes");
            return new UserMistake(
                    "unknown-engine",
                    new Problem(
                            "parallel.engine",
                            name,
                            "must be one of " + String.join(", ", names),
                            "Use parallel.engine=" + nearest));
        });
    }
}
