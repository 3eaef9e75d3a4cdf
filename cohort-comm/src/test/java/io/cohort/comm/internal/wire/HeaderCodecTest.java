package io.cohort.comm.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.ReduceOp;
import io.cohort.torch.ElementType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class HeaderCodecTest {

    private final HeaderCodec codec = new HeaderCodec("workers", 3);

    @Property(seed = "1")
    void readsWhatItWrote(
            @ForAll FrameKind kind,
            @ForAll OperationKind operation,
            @ForAll ReduceOp op,
            @ForAll ElementType type,
            @ForAll @IntRange(min = -1, max = 4000) int root,
            @ForAll long count,
            @ForAll int tag,
            @ForAll @LongRange(min = 0) long length)
            throws MalformedFrame {
        Header header = new Header(kind, count, new Fingerprint(operation, op, type, root, count), tag, length);
        assertThat(codec.decode(encoded(header), 5)).isEqualTo(header);
    }

    @Property(tries = 300, seed = "2")
    void rejectsAFrameWithOneWrongBit(@ForAll @IntRange(max = 64 * 8 - 1) int bit) {
        ByteBuffer bytes = encoded(barrier());
        int at = 5 + bit / 8;
        bytes.put(at, (byte) (bytes.get(at) ^ 1 << bit % 8));
        assertThatThrownBy(() -> codec.decode(bytes, 5)).isInstanceOf(MalformedFrame.class);
    }

    @Example
    void rejectsAFrameOfAnotherGenerationOrGroup() {
        ByteBuffer bytes = encoded(barrier());
        assertThatThrownBy(() -> new HeaderCodec("workers", 4).decode(bytes, 5))
                .hasMessage("generation 3 instead of 4");
        assertThatThrownBy(() -> new HeaderCodec("others", 3).decode(bytes, 5)).hasMessageContaining("another group");
    }

    @Example
    void rejectsWhatIsNoFrame() {
        byte[] noise = new byte[128];
        Arrays.fill(noise, (byte) 'x');
        assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(noise), 0)).hasMessageContaining("begin like a frame");
    }

    private static Header barrier() {
        return new Header(FrameKind.COLLECTIVE, 9, new Fingerprint(OperationKind.BARRIER, null, null, -1, 0), 0, 0);
    }

    private ByteBuffer encoded(Header header) {
        ByteBuffer bytes = ByteBuffer.allocate(128);
        codec.encode(header, bytes, 5);
        return bytes;
    }
}
