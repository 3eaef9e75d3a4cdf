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

/** Runs each worker as a JVM of its own: on this host, or brought from others by {@code join}. The launcher's own JVM is never a worker. */
public final class ProcessesEngine implements Engine {

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public GangRun gang(Gang gang, GangListener listener, ArtifactStore artifacts) {
        GangRules.check(gang, name());
        SharedListener shared = new SharedListener(listener);
        Timing timing = gang.remote() == 0
                ? Timing.USUAL
                : Timing.USUAL.withJoinMs(gang.options().timeout().toMillis());
        Coordinator coordinator =
                new Coordinator(Seat.of(gang.roles()), timing, System::currentTimeMillis, shared::event);
        ProcessCrew crew = new ProcessCrew(gang, shared, artifacts, coordinator);
        crew.start();
        return SupervisedGang.start(gang.name(), coordinator, crew);
    }

    @Override
    public TaskRun tasks(Tasks tasks, GangListener listener) {
        return new ProcessTasks(tasks, new SharedListener(listener));
    }

    @Override
    public ServiceRun service(Service service) {
        return ProcessService.start(service);
    }
}
