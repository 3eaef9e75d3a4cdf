package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Wire;
import java.util.Optional;

/** What carries a group: two wires, and the memory that they carry best. Threading: the group's thread, except {@link #messages}. */
public interface Transport extends AutoCloseable {

    /** {@code shm}, {@code tcp}, {@code shm+tcp} or {@code local}. */
    String word();

    /** How the ranks lie on hosts, where several share memory on each of several hosts. */
    default Optional<HostGrid> grid() {
        return Optional.empty();
    }

    /** Whether an operation gets on while the ranks compute. */
    default boolean overlaps() {
        return true;
    }

    /** For collectives, used by the group's thread. */
    Wire collectives();

    /** For messages, used by the thread of the messages. */
    Wire messages();

    /** Makes memory, on every rank at the same point of its operations. */
    GroupMemory allocate(Exchange exchange, Workbench bench, long bytes);

    /** The most bytes that one {@link #allocate} gives. */
    long largestAllocationBytes();

    /** After both wires' threads have ended. */
    @Override
    void close();
}
