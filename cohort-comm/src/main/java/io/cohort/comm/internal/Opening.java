package io.cohort.comm.internal;

import io.cohort.comm.CommException;
import io.cohort.comm.GroupOptions;
import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.Rendezvous;
import io.cohort.comm.Verdict;
import io.cohort.comm.internal.collective.Collectives;
import io.cohort.comm.internal.collective.LocalTransport;
import io.cohort.comm.internal.collective.Transport;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.fault.Roster;
import io.cohort.comm.internal.gloo.GlooOpening;
import io.cohort.comm.internal.group.GroupBackend;
import io.cohort.comm.internal.group.NumberedGroup;
import io.cohort.comm.internal.group.WireBackend;
import io.cohort.comm.internal.hosts.HostLayout;
import io.cohort.comm.internal.hosts.HostsOpening;
import io.cohort.comm.internal.shm.SharedOpening;
import io.cohort.comm.internal.shm.ShmTransport;
import io.cohort.comm.internal.tcp.TcpOpening;
import io.cohort.comm.internal.tcp.TcpTransport;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Meeting;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.timeline.Timeline;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * From options to a group.
 *
 * <ol>
 *   <li>Ranks tell one another where they are and which transport they want.
 *   <li>They choose: shared memory where all can see the same, sockets where none can, both where some can.
 *   <li>They connect.
 * </ol>
 */
public final class Opening {

    private static final Duration VERDICT_PATIENCE = Duration.ofSeconds(5);

    private final GroupOptions options;
    private final List<Integer> gangRanks;
    private final Rendezvous rendezvous;
    private final Liveness liveness;
    private final Timeline timeline;
    private final HostIdentity self;

    private Opening(
            GroupOptions options,
            List<Integer> gangRanks,
            Rendezvous rendezvous,
            Liveness liveness,
            Timeline timeline,
            HostIdentity self) {
        this.options = options;
        this.gangRanks = gangRanks;
        this.rendezvous = rendezvous;
        this.liveness = liveness;
        this.timeline = timeline;
        this.self = self;
    }

    public static ProcessGroup open(GroupOptions options, Rendezvous rendezvous, Liveness liveness, Timeline timeline) {
        return open(options, rendezvous, liveness, timeline, HostIdentity.ofThisHost());
    }

    static ProcessGroup open(GroupOptions options, Rendezvous rendezvous, Liveness liveness, HostIdentity self) {
        return open(options, rendezvous, liveness, Timeline.usual(), self);
    }

    private static ProcessGroup open(
            GroupOptions options, Rendezvous rendezvous, Liveness liveness, Timeline timeline, HostIdentity self) {
        List<Integer> gangRanks = IntStream.range(0, options.size()).boxed().toList();
        return new Opening(options, gangRanks, rendezvous, liveness, timeline, self).open();
    }

    private ProcessGroup open() {
        if (options.size() == 1) {
            GroupFate fate = fate(List.of(self.name()));
            return group(fate, wires(new LocalTransport(), fate));
        }
        Hello own = new Hello(options.transport(), options.algorithm(), self, HeaderCodec.VERSION);
        List<Hello> hellos =
                exchange("hello", own.encode()).stream().map(Hello::decode).toList();
        GroupFate fate = fate(hellos.stream().map(hello -> hello.host().name()).toList());
        fate.check();
        requireAgreement(fate, own, hellos);
        return group(fate, backend(fate, hellos));
    }

    private GroupBackend backend(GroupFate fate, List<Hello> hellos) {
        if (options.transport().equals("gloo")) {
            return new GlooOpening(options, fate, threadName(), this::exchange, timeline).open();
        }
        return wires(transport(fate, hellos), fate);
    }

    private Transport transport(GroupFate fate, List<Hello> hellos) {
        HeaderCodec codec = new HeaderCodec(options.name(), options.generation());
        HostLayout layout = HostLayout.of(
                hellos.stream().map(hello -> hello.host().memory()).toList());
        if (options.transport().equals("auto") && layout.isMixed()) {
            return new HostsOpening(layout, options.rank(), codec, this::exchange)
                    .open(this::meeting, peers -> sockets(fate, codec, peers));
        }
        if (!options.transport().equals("tcp")) {
            Optional<ShmTransport> shared = layout.isOneHost()
                    ? new SharedOpening(options.rank(), options.size(), codec, this::exchange).open()
                    : Optional.empty();
            if (shared.isPresent()) {
                return shared.get();
            }
            if (options.transport().equals("shm")) {
                throw new UserMistake(
                        "transport-unavailable",
                        new Problem(
                                "parallel.transport",
                                "shm",
                                "the ranks cannot see one another's memory (hosts "
                                        + hellos.stream()
                                                .map(hello -> hello.host().name())
                                                .toList() + ")",
                                "Set parallel.transport=tcp or auto."));
            }
        }
        return sockets(fate, codec, peer -> true);
    }

    private TcpTransport sockets(GroupFate fate, HeaderCodec codec, IntPredicate peers) {
        TcpOpening opening = new TcpOpening(options, codec, this::exchange, fate::check, peers);
        try {
            return opening.open(options.bindAddress());
        } catch (ClosedByInterruptException e) {
            throw new CommException(new Verdict(
                    "stopped",
                    gangRanks.get(options.rank()),
                    fate.roster().self() + " was interrupted while it opened group '" + options.name() + "'",
                    "Open the group again if it is still wanted."));
        } catch (TcpOpening.PeerMissing e) {
            throw openingFailed(fate, "worker-lost", e.peer(), fate.roster().name(e.peer()) + " " + e.getMessage());
        } catch (IOException e) {
            throw openingFailed(
                    fate,
                    "worker-failed",
                    options.rank(),
                    fate.roster().self() + " cannot listen on " + options.bindAddress() + ": " + e.getMessage());
        }
    }

    private void requireAgreement(GroupFate fate, Hello own, List<Hello> hellos) {
        for (int peer = 0; peer < hellos.size(); peer++) {
            Hello other = hellos.get(peer);
            if (!other.agreesWith(own)) {
                throw openingFailed(
                        fate,
                        "disagreement",
                        peer,
                        fate.roster().self() + " opens group '" + options.name() + "' with " + own.wishes() + ", but "
                                + fate.roster().name(peer) + " with " + other.wishes());
            }
        }
    }

    private CommException openingFailed(GroupFate fate, String kind, int suspect, String detail) {
        OperationState state = new OperationState(options.name(), 0, "open", suspect, false);
        return fate.suspect(
                kind,
                suspect,
                state,
                detail,
                "Start every rank with the same version, token, certificates and transport, and let ranks reach one another's address.");
    }

    private GroupFate fate(List<String> hosts) {
        return new GroupFate(new Roster(options.name(), options.rank(), gangRanks, hosts), liveness, VERDICT_PATIENCE);
    }

    private GroupBackend wires(Transport transport, GroupFate fate) {
        return new WireBackend(
                transport,
                new Collectives(options.algorithm(), transport.grid()),
                fate,
                options.timeout(),
                threadName(),
                timeline);
    }

    private ProcessGroup group(GroupFate fate, GroupBackend backend) {
        return new NumberedGroup(fate, backend, options.timeout(), threadName(), this::subgroup, timeline);
    }

    private ProcessGroup subgroup(String name, List<Integer> ranks) {
        GroupOptions child = new GroupOptions(
                options.name() + "/" + name,
                ranks.indexOf(options.rank()),
                ranks.size(),
                options.generation(),
                options.transport(),
                options.algorithm(),
                options.bindAddress(),
                options.timeout(),
                options.token(),
                options.tls());
        List<Integer> childGangRanks = ranks.stream().map(gangRanks::get).toList();
        return new Opening(child, childGangRanks, rendezvous, liveness, timeline, self).open();
    }

    private List<byte[]> exchange(String key, byte[] value) {
        String fullKey = "comm/" + options.generation() + "/" + options.name() + "/" + key;
        return rendezvous.exchange(fullKey, options.rank(), options.size(), value, options.timeout());
    }

    /** Where some ranks of the group meet, by their places among these. */
    private Meeting meeting(List<Integer> ranks) {
        String prefix = "comm/" + options.generation() + "/" + options.name() + "/from-" + ranks.get(0) + "/";
        return (key, value) -> rendezvous.exchange(
                prefix + key, ranks.indexOf(options.rank()), ranks.size(), value, options.timeout());
    }

    private String threadName() {
        return "cohort-comm-" + options.name() + "-r" + options.rank();
    }
}
