package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Span;
import io.cohort.core.timeline.Timeline;
import io.cohort.torch.ElementType;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rank's timeline tells of its messages. */
class MessageTimelineTest {

    private static List<List<Span>> messages(int size, String transport, Ranks.Body<Void> body) {
        LocalRendezvous rendezvous = new LocalRendezvous();
        LocalLiveness liveness = new LocalLiveness();
        List<Timeline> timelines =
                IntStream.range(0, size).mapToObj(rank -> Timeline.usual()).toList();
        Ranks.threads(size, rank -> {
                    GroupOptions options = Ranks.options(rank, size, transport, Ranks.TIMEOUT);
                    try (ProcessGroup group = ProcessGroups.open(options, rendezvous, liveness, timelines.get(rank))) {
                        return body.run(group);
                    }
                })
                .forEach(Ranks.Outcome::value);
        return timelines.stream()
                .map(timeline -> timeline.drain(0).spans().stream()
                        .filter(span -> span.activity() == Activity.OPERATION && span.isMessage())
                        .toList())
                .toList();
    }

    private static Void passFromZeroToOne(ProcessGroup group, int count, int messages) {
        for (int i = 0; i < messages; i++) {
            Tensor tensor = Numbers.filled(ElementType.FLOAT32, count, i);
            (group.rank() == 0 ? group.send(tensor, 1, 7) : group.receive(tensor, 0, 7)).await();
        }
        group.barrier().await();
        return null;
    }

    @ParameterizedTest
    @CsvSource({"shm,8", "tcp,8", "shm,3000", "tcp,3000"})
    void tellsPeerSizeAndTheSendersNumberOnBothSides(String transport, int count) {
        List<List<Span>> spans = messages(2, transport, group -> passFromZeroToOne(group, count, 3));
        assertThat(spans.get(0))
                .extracting(Span::name)
                .containsOnly("send float32[" + count + "] to rank 1")
                .hasSize(3);
        assertThat(spans.get(1))
                .extracting(Span::name)
                .containsOnly("receive float32[" + count + "] from rank 0")
                .hasSize(3);
        assertThat(spans).allSatisfy(ofOneRank -> {
            assertThat(ofOneRank).extracting(Span::number).containsExactly(1L, 2L, 3L);
            assertThat(ofOneRank)
                    .allMatch(span -> span.group().equals("workers") && span.bytes() == 4L * count)
                    .allMatch(span -> span.nanos() >= 0);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp", "gloo"})
    void tellsWhoSentWhatWasReceivedFromAnybody(String transport) {
        List<List<Span>> spans = messages(3, transport, group -> {
            if (group.rank() == 0) {
                for (int i = 0; i < 2; i++) {
                    group.receiveAny(Numbers.filled(ElementType.INT64, 5, 0), 3).await();
                }
            } else {
                group.send(Numbers.filled(ElementType.INT64, 5, 1), 0, 3).await();
            }
            group.barrier().await();
            return null;
        });
        assertThat(spans.get(0))
                .extracting(Span::name)
                .containsExactlyInAnyOrder("receive int64[5] from rank 1", "receive int64[5] from rank 2");
        assertThat(spans.get(2)).extracting(Span::name).containsExactly("send int64[5] to rank 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void speaksOfTheGangsRanksInASubgroup(String transport) {
        List<List<Span>> spans = messages(3, transport, group -> {
            try (ProcessGroup pair = group.subgroup("pair", List.of(2, 1)).orElse(null)) {
                if (pair != null) {
                    passFromZeroToOne(pair, 4, 1);
                }
            }
            group.barrier().await();
            return null;
        });
        assertThat(spans.get(0)).isEmpty();
        assertThat(spans.get(1)).extracting(Span::name).containsExactly("receive float32[4] from rank 2");
        assertThat(spans.get(2)).extracting(Span::name).containsExactly("send float32[4] to rank 1");
        assertThat(spans.get(2)).extracting(Span::group).containsExactly("workers/pair");
    }
}
