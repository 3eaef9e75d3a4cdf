package io.cohort.torch.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RowIndexTest {

    @Property(tries = 200, seed = "14")
    void findsEveryRowAgain(
            @ForAll @Size(max = 300) List<@IntRange(max = 1 << 22) Integer> lengths,
            @ForAll @IntRange(max = 1 << 30) int gap) {
        RowIndex index = new RowIndex();
        List<RowIndex.Span> spans = new ArrayList<>();
        long at = 3;
        for (int length : lengths) {
            spans.add(new RowIndex.Span(at, length));
            index.add(at, length);
            at += (long) length + gap;
        }

        assertThat(index.rows()).isEqualTo(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            assertThat(index.span(i)).isEqualTo(spans.get(i));
        }
    }
}
