package io.cohort.comm.internal.message;

import io.cohort.comm.CommException;
import io.cohort.comm.internal.collective.PlainMemory;
import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.FrameKind;
import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Point-to-point messages over a wire.
 *
 * <ol>
 *   <li>A message of up to {@value #EAGER_BYTES} bytes goes at once, while no more than {@value #WINDOW_BYTES} bytes of such messages to
 *       that peer are untaken; the receiver gives credit back as it takes them. So early messages never need more memory than that.
 *   <li>Any other is offered; its receiver accepts once somebody has asked for it, and the payload goes straight into that tensor.
 * </ol>
 *
 * <p>Cost: S bytes; one frame when eager, three when offered.
 * <p>Threading: one thread.
 */
final class MessageProtocol {

    static final long EAGER_BYTES = 4096;
    static final long WINDOW_BYTES = 1 << 20;

    /** Messages of one sender that nobody has asked for; beyond, its frames stay in the wire. */
    private static final int MOST_EARLY = 4096;

    private final Wire wire;
    private final int rank;
    private final Function<Fingerprint, Watch> watches;
    private final LongAdder sentBytes;
    private final MessageNotes notes;
    private final long[] untaken;
    private final Mailbox mailbox = new Mailbox();
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Long, Pending> offered = new HashMap<>();
    private final Map<Accepted, Pending> accepted = new HashMap<>();
    private long lastNumber;

    MessageProtocol(
            Wire wire,
            int rank,
            int size,
            Function<Fingerprint, Watch> watches,
            LongAdder sentBytes,
            MessageNotes notes) {
        this.wire = wire;
        this.rank = rank;
        this.watches = watches;
        this.sentBytes = sentBytes;
        this.notes = notes;
        this.untaken = new long[size];
    }

    boolean isIdle() {
        return pending.isEmpty();
    }

    void start(Order order) {
        Pending begun = new Pending(order, watches.apply(order.fingerprint()), notes.nowNanos());
        pending.add(begun);
        if (order.sending()) {
            send(begun);
        } else {
            mailbox.ask(begun).ifPresent(message -> match(begun, message));
        }
    }

    /** Moves what can be moved; whether anything moved. */
    boolean progress() {
        boolean moved = wire.progress();
        for (int peer = 0; peer < untaken.length; peer++) {
            Header header = peer == rank ? null : wire.peek(peer);
            while (header != null && mayTake(peer, header)) {
                handle(peer, header);
                moved = true;
                header = wire.peek(peer);
            }
        }
        moved |= pending.removeIf(this::settle);
        return moved;
    }

    /** Called when nothing moved: ends waits that have become hopeless or too long. */
    void checkWaits() {
        for (Pending waiting : List.copyOf(pending)) {
            int peer = waiting.awaited();
            if (peer != Order.ANY) {
                requirePresent(waiting, peer);
            } else {
                requireAnyPresent(waiting);
            }
            waiting.watch.idle(peer);
        }
    }

    /** Ends everything that is under way. */
    void fail(CommException reason) {
        pending.forEach(waiting -> waiting.order.completion().fail(reason.verdict()));
        pending.clear();
        mailbox.clear();
    }

    private void send(Pending begun) {
        Order order = begun.order;
        long bytes = order.memory().bytes();
        boolean eager = bytes <= EAGER_BYTES && untaken[order.peer()] + bytes <= WINDOW_BYTES;
        sentBytes.add(bytes);
        long number = ++lastNumber;
        begun.number = number;
        if (eager) {
            untaken[order.peer()] += bytes;
            Header header = new Header(FrameKind.EAGER, number, order.fingerprint(), order.tag(), bytes);
            begun.outgoing = wire.send(order.peer(), header, order.memory());
        } else {
            offered.put(number, begun);
            control(FrameKind.OFFER, order.peer(), number, order.fingerprint(), order.tag(), bytes);
        }
    }

    private boolean mayTake(int peer, Header header) {
        boolean unasked = header.kind() == FrameKind.EAGER || header.kind() == FrameKind.OFFER;
        return !unasked || mailbox.kept(peer) < MOST_EARLY;
    }

    private void handle(int peer, Header header) {
        switch (header.kind()) {
            case EAGER -> takeEager(peer, header);
            case OFFER -> takeOffer(peer, header);
            case ACCEPT -> sendPayload(peer, header);
            case PAYLOAD -> takePayload(peer, header);
            case CREDIT -> {
                wire.receive(peer, Memory.NONE);
                untaken[peer] -= header.length();
            }
            case COLLECTIVE, GOODBYE -> throw broken(peer, header);
        }
    }

    private void takeEager(int peer, Header header) {
        if (header.length() > EAGER_BYTES) {
            throw broken(peer, header);
        }
        mailbox.claim(peer, header.tag())
                .ifPresentOrElse(
                        receive -> {
                            requireSame(receive, peer, header);
                            matched(receive, peer, header);
                            receive.incoming = wire.receive(peer, receive.order.memory());
                            credit(peer, header);
                        },
                        () -> {
                            PlainMemory payload = new PlainMemory(header.length());
                            mailbox.keep(new EarlyMessage(peer, header, payload, wire.receive(peer, payload.memory())));
                        });
    }

    private void takeOffer(int peer, Header header) {
        wire.receive(peer, Memory.NONE);
        mailbox.claim(peer, header.tag())
                .ifPresentOrElse(
                        receive -> accept(receive, peer, header),
                        () -> mailbox.keep(new EarlyMessage(peer, header, null, null)));
    }

    private void match(Pending receive, EarlyMessage message) {
        if (message.header().kind() == FrameKind.OFFER) {
            accept(receive, message.sender(), message.header());
        } else {
            requireSame(receive, message.sender(), message.header());
            matched(receive, message.sender(), message.header());
            receive.early = message;
        }
    }

    private void accept(Pending receive, int peer, Header header) {
        requireSame(receive, peer, header);
        matched(receive, peer, header);
        accepted.put(new Accepted(peer, header.sequence()), receive);
        control(FrameKind.ACCEPT, peer, header.sequence(), header.fingerprint(), header.tag(), header.length());
    }

    private static void matched(Pending receive, int sender, Header header) {
        receive.sender = sender;
        receive.number = header.sequence();
    }

    private void sendPayload(int peer, Header header) {
        wire.receive(peer, Memory.NONE);
        Pending send = offered.remove(header.sequence());
        if (send == null || send.order.peer() != peer) {
            throw broken(peer, header);
        }
        Order order = send.order;
        Header payload = new Header(
                FrameKind.PAYLOAD,
                header.sequence(),
                order.fingerprint(),
                order.tag(),
                order.memory().bytes());
        send.outgoing = wire.send(peer, payload, order.memory());
    }

    private void takePayload(int peer, Header header) {
        Pending receive = accepted.remove(new Accepted(peer, header.sequence()));
        if (receive == null || receive.order.memory().bytes() != header.length()) {
            throw broken(peer, header);
        }
        receive.incoming = wire.receive(peer, receive.order.memory());
    }

    private void credit(int peer, Header header) {
        if (header.length() > 0) {
            control(FrameKind.CREDIT, peer, header.sequence(), header.fingerprint(), header.tag(), header.length());
        }
    }

    private void control(FrameKind kind, int peer, long number, Fingerprint fingerprint, int tag, long bytes) {
        wire.send(peer, new Header(kind, number, fingerprint, tag, bytes), Memory.NONE);
    }

    /** Whether the order has ended; its completion knows by then. */
    private boolean settle(Pending waiting) {
        EarlyMessage early = waiting.early;
        if (early != null && early.hasArrived() && early.payload() != null) {
            waiting.order.memory().copyFrom(early.payload().memory());
            early.free();
            credit(early.sender(), early.header());
            return end(waiting);
        }
        boolean sent = waiting.outgoing != null && waiting.outgoing.isDone();
        boolean received = waiting.incoming != null && waiting.incoming.isDone();
        return (sent || received) && end(waiting);
    }

    private boolean end(Pending waiting) {
        waiting.watch.done();
        notes.ended(waiting.order, waiting.awaited(), waiting.number, waiting.startNanos);
        waiting.order.completion().succeedFrom(waiting.sender);
        return true;
    }

    private void requireSame(Pending receive, int peer, Header header) {
        Fingerprint asked = receive.order.fingerprint();
        Fingerprint sent = header.fingerprint();
        if (asked.type() != sent.type() || asked.count() != sent.count()) {
            throw receive.watch.disagrees(
                    peer, "sent " + receive.watch.describe(0, sent) + " under tag " + header.tag());
        }
    }

    private void requirePresent(Pending waiting, int peer) {
        String how = wire.departure(peer);
        if (how != null && !wire.progress() && wire.peek(peer) == null) {
            throw waiting.watch.lost(peer, how);
        }
    }

    private void requireAnyPresent(Pending waiting) {
        for (int peer = 0; peer < untaken.length; peer++) {
            if (peer != rank && (wire.departure(peer) == null || wire.peek(peer) != null)) {
                return;
            }
        }
        throw waiting.watch.lost(rank == 0 ? 1 : 0, "and every other rank left the group");
    }

    private CommException broken(int peer, Header header) {
        return watches.apply(header.fingerprint())
                .lost(peer, "sent a frame that fits nothing (" + header.kind() + " " + header.sequence() + ")");
    }

    private record Accepted(int sender, long number) {}
}
