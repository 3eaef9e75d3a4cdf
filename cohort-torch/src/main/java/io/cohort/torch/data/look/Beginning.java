package io.cohort.torch.data.look;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/**
 * The first bytes of a file, unpacked when it is gzip.
 *
 * @param bytes at most {@value #MOST_BYTES}
 * @param whole whether they are all
 * @param fileBytes the size of the unpacked file; nothing when it is packed and longer than this beginning
 */
record Beginning(byte[] bytes, boolean whole, OptionalLong fileBytes) {

    static final int MOST_BYTES = 1 << 21;

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    static Beginning of(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            raw.mark(2);
            boolean packed = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
            raw.reset();
            InputStream in = packed ? new GZIPInputStream(raw) : raw;
            byte[] bytes = in.readNBytes(MOST_BYTES);
            boolean whole = bytes.length < MOST_BYTES || in.read() < 0;
            OptionalLong size = whole
                    ? OptionalLong.of(bytes.length)
                    : packed ? OptionalLong.empty() : OptionalLong.of(Files.size(file));
            return new Beginning(bytes, whole, size);
        }
    }

    /** Whether it reads as UTF-8 without control characters. */
    boolean isText() {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return false;
            }
        }
        return bytes.length > 0 && !decodes().isEmpty();
    }

    /** The beginning as text, without a byte order mark and without a character cut in two at its end; empty when it is no UTF-8. */
    String decodes() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        boolean wrong = decoder.decode(ByteBuffer.wrap(bytes), text, whole).isError();
        String decoded = text.flip().toString();
        return wrong ? "" : decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
    }
}
