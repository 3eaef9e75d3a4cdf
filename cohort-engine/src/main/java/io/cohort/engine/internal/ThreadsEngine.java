package io.cohort.engine.internal;

import io.cohort.engine.ArtifactStore;
import io.cohort.engine.Engine;
import io.cohort.engine.Gang;
import io.cohort.engine.GangListener;
import io.cohort.engine.GangRun;
import io.cohort.engine.Service;
import io.cohort.engine.ServiceRun;
import io.cohort.engine.TaskRun;
import io.cohort.engine.Tasks;
import io.cohort.torch.NativeThreads;

/**
 * Runs workers as threads of the launcher. Quick to start and easy to debug; they share one heap, one native memory budget and libtorch's
 * one random generator.
 */
public final class ThreadsEngine implements Engine {

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public GangRun gang(Gang gang, GangListener listener, ArtifactStore artifacts) {
        GangRules.check(gang, name());
        // One setting for the whole process; every worker asks for the same.
        NativeThreads.use(gang.options().threads());
        SharedListener shared = new SharedListener(listener);
        Coordinator coordinator =
                new Coordinator(Seat.of(gang.roles()), Timing.USUAL, System::currentTimeMillis, shared::event);
        ThreadCrew crew = new ThreadCrew(gang, shared, artifacts, coordinator);
        crew.start();
        return SupervisedGang.start(gang.name(), coordinator, crew);
    }

    @Override
    public TaskRun tasks(Tasks tasks, GangListener listener) {
        return new ThreadTasks(tasks, new SharedListener(listener));
    }

    @Override
    public ServiceRun service(Service service) {
        return ThreadService.start(service);
    }
}
