package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.engine.internal.RankBlocks.Block;
import org.junit.jupiter.api.Test;

class RankBlocksTest {

    private final RankBlocks blocks = new RankBlocks(2, 8);

    @Test
    void handsOutRanksInARow() {
        assertThat(blocks.take(3)).isEqualTo(new Block(2, 3));
        assertThat(blocks.take(2)).isEqualTo(new Block(5, 2));
        assertThat(blocks.take(2)).as("only one is left").isEqualTo(Block.NONE);
        assertThat(blocks.take(1)).isEqualTo(new Block(7, 1));
        assertThat(blocks.longestFree()).isZero();
        assertThat(blocks.take(1)).isEqualTo(Block.NONE);
    }

    @Test
    void handsOutAgainWhatWasGivenBack() {
        Block first = blocks.take(2);
        blocks.take(2);
        blocks.giveBack(first);
        assertThat(blocks.longestFree()).as("two at each end").isEqualTo(2);
        assertThat(blocks.take(3)).as("four are free, but not in a row").isEqualTo(Block.NONE);
        assertThat(blocks.take(1)).isEqualTo(new Block(2, 1));
        assertThat(blocks.take(2)).isEqualTo(new Block(6, 2));
    }

    @Test
    void holdsItsRanksOnly() {
        assertThat(new Block(3, 2).holds(2)).isFalse();
        assertThat(new Block(3, 2).holds(3)).isTrue();
        assertThat(new Block(3, 2).holds(4)).isTrue();
        assertThat(new Block(3, 2).holds(5)).isFalse();
        assertThat(Block.NONE.holds(0)).isFalse();
    }
}
