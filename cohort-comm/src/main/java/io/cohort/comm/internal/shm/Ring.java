package io.cohort.comm.internal.shm;

import io.cohort.comm.internal.wire.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One ring of the control file: a bounded queue from one rank to another.
 *
 * <p>Protocol, for the slot used in lap n:
 * <ol>
 *   <li>its turn is 2n: the sender may fill it, and publishes it by setting the turn to 2n+1 with release;
 *   <li>its turn is 2n+1, read with acquire: the receiver may read it, and sets the turn to 2n+2 with release when it needs neither the
 *       slot nor the memory that it names any more;
 *   <li>the sender reads 2n+2 with acquire: what the slot named may be changed again, and lap n+1 may begin.
 * </ol>
 *
 * <p>Threading: one thread on each side.
 */
final class Ring {

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer control;
    private final Memory controlMemory;
    private final RingLayout layout;
    private final int begin;

    Ring(ByteBuffer control, Memory controlMemory, RingLayout layout, int begin) {
        this.control = control;
        this.controlMemory = controlMemory;
        this.layout = layout;
        this.begin = begin;
    }

    ByteBuffer control() {
        return control;
    }

    int inlineBytes() {
        return layout.inlineBytes();
    }

    /** Where the slot for the message with this number lies. */
    int slot(long number) {
        int index = (int) (number % RingLayout.SLOTS);
        return begin + RingLayout.RING_HEAD_BYTES + index * layout.slotBytes();
    }

    Memory payload(int slot, long bytes) {
        return controlMemory.slice(slot + RingLayout.SLOT_HEAD_BYTES, bytes);
    }

    boolean isFree(long number) {
        return turn(number) == 2 * lap(number);
    }

    boolean isFull(long number) {
        return turn(number) == 2 * lap(number) + 1;
    }

    /** Whether the receiver has let go of the slot; true also when a later lap uses it. */
    boolean isReleased(long number) {
        return turn(number) >= 2 * lap(number) + 2;
    }

    void publish(long number) {
        LONGS.setRelease(control, slot(number) + RingLayout.TURN, 2 * lap(number) + 1);
    }

    void release(long number) {
        LONGS.setRelease(control, slot(number) + RingLayout.TURN, 2 * lap(number) + 2);
    }

    void depart() {
        LONGS.setRelease(control, begin + RingLayout.DEPARTED, 1L);
    }

    boolean hasDeparted() {
        return (long) LONGS.getAcquire(control, begin + RingLayout.DEPARTED) != 0;
    }

    private long turn(long number) {
        return (long) LONGS.getAcquire(control, slot(number) + RingLayout.TURN);
    }

    private static long lap(long number) {
        return number / RingLayout.SLOTS;
    }
}
