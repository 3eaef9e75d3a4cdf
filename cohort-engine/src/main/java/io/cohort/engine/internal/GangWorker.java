package io.cohort.engine.internal;

import io.cohort.comm.GroupOptions;
import io.cohort.comm.Liveness;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ProcessGroups;
import io.cohort.comm.Rendezvous;
import io.cohort.engine.ArtifactStore;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.WorkerContext;
import io.cohort.engine.WorkerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A worker's view of the world, the same for threads and processes: what differs comes in as {@link Ties}. */
final class GangWorker implements WorkerContext {

    /**
     * What a worker is told once.
     *
     * @param bindAddress where other workers reach it
     * @param token the run's secret
     */
    record Facts(
            Seat seat,
            int size,
            int generation,
            String host,
            String bindAddress,
            String payload,
            EngineOptions options,
            String token) {}

    /** A worker's ways to the launcher. */
    record Ties(
            Rendezvous rendezvous, Liveness liveness, EventOut events, ArtifactStore artifacts, BooleanSupplier stop) {}

    /** Carries events to the launcher. */
    @FunctionalInterface
    interface EventOut {
        void send(String type, Map<String, Object> fields);
    }

    private final Facts facts;
    private final Ties ties;
    private final Deque<ProcessGroup> opened = new ArrayDeque<>();
    private @Nullable ProcessGroup roleGroup;

    GangWorker(Facts facts, Ties ties) {
        this.facts = facts;
        this.ties = ties;
    }

    @Override
    public WorkerId id() {
        return facts.seat.id();
    }

    @Override
    public int rank() {
        return facts.seat.rank();
    }

    @Override
    public int size() {
        return facts.size;
    }

    @Override
    public int generation() {
        return facts.generation;
    }

    @Override
    public String role() {
        return facts.seat.role();
    }

    @Override
    public String host() {
        return facts.host;
    }

    @Override
    public String payload() {
        return facts.payload;
    }

    @Override
    public EngineOptions options() {
        return facts.options;
    }

    @Override
    public ProcessGroup group() {
        if (roleGroup == null) {
            roleGroup = open(role());
        }
        return roleGroup;
    }

    @Override
    public ProcessGroup group(String name) {
        return open(role() + "." + name);
    }

    private ProcessGroup open(String name) {
        GroupOptions options = new GroupOptions(
                name,
                facts.seat.roleRank(),
                facts.seat.roleSize(),
                facts.generation,
                facts.options.transport(),
                facts.bindAddress,
                facts.options.timeout(),
                facts.token);
        ProcessGroup group =
                ProcessGroups.open(options, ties.rendezvous, RoleLiveness.of(ties.liveness, facts.seat.roleOffset()));
        opened.push(group);
        return group;
    }

    /** Closes the groups, the youngest first. */
    void closeGroups() {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        roleGroup = null;
    }

    @Override
    public Rendezvous rendezvous() {
        return ties.rendezvous;
    }

    @Override
    public Liveness liveness() {
        return ties.liveness;
    }

    @Override
    public void event(String type, Map<String, Object> fields) {
        ties.events.send(type, fields);
    }

    @Override
    public ArtifactStore artifacts() {
        return ties.artifacts;
    }

    @Override
    public boolean stopRequested() {
        return ties.stop.getAsBoolean();
    }
}
