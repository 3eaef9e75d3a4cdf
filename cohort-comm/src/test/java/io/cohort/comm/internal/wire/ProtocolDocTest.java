package io.cohort.comm.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.comm.ReduceOp;
import io.cohort.torch.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/protocol.md} says what is sent. */
class ProtocolDocTest {

    private static final Path DOC = Path.of("..", "docs", "protocol.md");

    @Test
    void showsARealFrame() throws IOException {
        Fingerprint sum = new Fingerprint(OperationKind.ALL_REDUCE, ReduceOp.SUM, ElementType.FLOAT32, -1, 1000);
        ByteBuffer frame = ByteBuffer.allocate(HeaderCodec.BYTES);
        new HeaderCodec("worker", 1).encode(new Header(FrameKind.COLLECTIVE, 7, sum, 0, 4000), frame, 0);

        Matcher shown = Pattern.compile("(?s)```hex\n(.*?)```")
                .matcher(Files.readString(DOC).replace("\r", ""));
        assertThat(shown.find()).isTrue();
        assertThat(shown.group(1).strip().replace('\n', ' '))
                .isEqualTo(HexFormat.ofDelimiter(" ").formatHex(frame.array()));
    }

    @Test
    void namesEveryCode() throws IOException {
        String document = Files.readString(DOC).replaceAll("\\s+", " ");
        for (OperationKind kind : OperationKind.values()) {
            assertThat(document).contains(kind.word() + " " + kind.code());
        }
        for (FrameKind kind : FrameKind.values()) {
            assertThat(document).contains("| " + kind.code() + " " + kind.name().toLowerCase(Locale.ROOT) + " |");
        }
    }
}
