package io.cohort.comm.internal.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Matches receives with messages by (pair, tag), each side in its own order: what was sent first is received first, and who asked first
 * gets it.
 *
 * <p>Threading: one thread.
 */
final class Mailbox {

    private final List<Pending> receives = new ArrayList<>();
    private final Deque<EarlyMessage> early = new ArrayDeque<>();

    /** The oldest message for a new receive; the receive is kept until one comes when there is none. */
    Optional<EarlyMessage> ask(Pending receive) {
        for (Iterator<EarlyMessage> it = early.iterator(); it.hasNext(); ) {
            EarlyMessage message = it.next();
            if (receive.order.matches(message.sender(), message.header().tag())) {
                it.remove();
                return Optional.of(message);
            }
        }
        receives.add(receive);
        return Optional.empty();
    }

    /** The oldest receive that a message from this sender under this tag is for. */
    Optional<Pending> claim(int sender, int tag) {
        for (Iterator<Pending> it = receives.iterator(); it.hasNext(); ) {
            Pending receive = it.next();
            if (receive.order.matches(sender, tag)) {
                it.remove();
                return Optional.of(receive);
            }
        }
        return Optional.empty();
    }

    /** Keeps a message that nobody has asked for yet. */
    void keep(EarlyMessage message) {
        early.add(message);
    }

    long kept(int sender) {
        return early.stream().filter(message -> message.sender() == sender).count();
    }

    void clear() {
        early.forEach(EarlyMessage::free);
        early.clear();
        receives.clear();
    }
}
