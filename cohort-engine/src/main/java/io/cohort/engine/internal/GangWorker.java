package io.cohort.engine.internal;

import io.cohort.comm.GroupOptions;
import io.cohort.comm.Liveness;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ProcessGroups;
import io.cohort.comm.Rendezvous;
import io.cohort.comm.Tls;
import io.cohort.core.timeline.Timeline;
import io.cohort.engine.ArtifactStore;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Groups;
import io.cohort.engine.WorkerContext;
import io.cohort.engine.WorkerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A worker's view of the world, the same for threads and processes: what differs comes in as {@link Ties}. */
final class GangWorker implements WorkerContext, Groups {

    /**
     * What a worker is told once.
     *
     * @param seats every worker's place, by rank
     * @param rank this worker's
     * @param bindAddress where other workers reach it
     * @param token the run's secret
     * @param tls this worker's certificate and whom it lets in; {@code null} when nothing is encrypted
     */
    record Facts(
            List<Seat> seats,
            int rank,
            int generation,
            String host,
            String bindAddress,
            String payload,
            EngineOptions options,
            String token,
            @Nullable Tls tls) {

        Seat seat() {
            return seats.get(rank);
        }

        /** The ranks of all workers of some roles, in the order of the roles. */
        List<Integer> ranksOf(List<String> roles) {
            return roles.stream()
                    .flatMap(role -> seats.stream().filter(seat -> seat.role().equals(role)))
                    .map(Seat::rank)
                    .toList();
        }
    }

    /** A worker's ways to the launcher. */
    record Ties(
            Rendezvous rendezvous,
            Liveness liveness,
            EventOut events,
            ArtifactStore artifacts,
            BooleanSupplier stop,
            Timeline timeline) {}

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
        return facts.seat().id();
    }

    @Override
    public int rank() {
        return facts.rank;
    }

    @Override
    public int size() {
        return facts.seats.size();
    }

    @Override
    public int generation() {
        return facts.generation;
    }

    @Override
    public String role() {
        return facts.seat().role();
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
    public Groups groups() {
        return this;
    }

    @Override
    public ProcessGroup workers() {
        if (roleGroup == null) {
            roleGroup = open(role(), List.of(role()), facts.options.transport());
        }
        return roleGroup;
    }

    @Override
    public ProcessGroup across(String name, List<String> roles) {
        return across(name, roles, facts.options.transport());
    }

    @Override
    public ProcessGroup across(String name, List<String> roles, String transport) {
        if (!roles.contains(role())) {
            throw new IllegalArgumentException(
                    "group " + name + " is of the roles " + roles + ", and this worker's is " + role());
        }
        return open(String.join("+", roles) + "." + name, roles, transport);
    }

    private ProcessGroup open(String name, List<String> roles, String transport) {
        List<Integer> ranks = facts.ranksOf(roles);
        GroupOptions options = new GroupOptions(
                name,
                ranks.indexOf(facts.rank),
                ranks.size(),
                facts.generation,
                transport,
                facts.options.algorithm(),
                facts.bindAddress,
                facts.options.timeout(),
                facts.token,
                facts.tls);
        ProcessGroup group =
                ProcessGroups.open(options, ties.rendezvous, new GroupLiveness(ties.liveness, ranks), ties.timeline);
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
    public Timeline timeline() {
        return ties.timeline;
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
