package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteSizeTest {

    @Test
    void readsWhatItShows() {
        for (long bytes : new long[] {0, 1, 1000, 4096, 64 << 10, 100L << 20, 3L << 40, Long.MAX_VALUE}) {
            assertThat(ByteSize.parse(ByteSize.show(bytes))).contains(bytes);
        }
        assertThat(ByteSize.show(64 << 10)).isEqualTo("64KB");
    }

    @Test
    void findsNoSizeInOtherWords() {
        assertThat(ByteSize.parse("1.5MB")).contains(3L << 19);
        assertThat(ByteSize.parse("64KiB")).isEmpty();
        assertThat(ByteSize.parse("-4")).isEmpty();
        assertThat(ByteSize.parse("9999999999TB")).isEmpty();
    }
}
