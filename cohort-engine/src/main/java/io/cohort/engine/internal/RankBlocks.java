package io.cohort.engine.internal;

import java.util.BitSet;

/**
 * The ranks that other hosts may take, handed out in blocks: whoever brings several workers gets ranks in a row, however many others come at the
 * same time. Groups that go by hosts need whole hosts in a row.
 *
 * <p>Threading: guarded by its owner.
 */
final class RankBlocks {

    /** Ranks in a row. */
    record Block(int first, int count) {

        static final Block NONE = new Block(0, 0);

        boolean holds(int rank) {
            return rank >= first && rank < first + count;
        }
    }

    private final int end;
    private final BitSet taken = new BitSet();

    /** All ranks from {@code first} up to, not including, {@code end} are free. */
    RankBlocks(int first, int end) {
        this.end = end;
        taken.set(0, first);
    }

    /** The lowest free ranks in a row; {@link Block#NONE} when there are not so many in a row. */
    Block take(int count) {
        for (int first = taken.nextClearBit(0); first + count <= end; first = taken.nextClearBit(freeEnd(first))) {
            if (freeEnd(first) - first >= count) {
                taken.set(first, first + count);
                return new Block(first, count);
            }
        }
        return Block.NONE;
    }

    void giveBack(Block block) {
        taken.clear(block.first, block.first + block.count);
    }

    /** The most workers that one more may bring. */
    int longestFree() {
        int longest = 0;
        for (int first = taken.nextClearBit(0); first < end; first = taken.nextClearBit(freeEnd(first))) {
            longest = Math.max(longest, freeEnd(first) - first);
        }
        return longest;
    }

    /** Where the free ranks from here on end. */
    private int freeEnd(int first) {
        int next = taken.nextSetBit(first);
        return next < 0 ? end : next;
    }
}
