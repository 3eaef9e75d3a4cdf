package io.cohort.engine.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream into lines; what never ends a line is cut at a length, so that memory stays bounded. */
final class Lines {

    private Lines() {}

    /** Reads to the end of the stream. */
    static void read(InputStream stream, int maxBytes, Consumer<String> lines) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                hand(line, lines);
            } else {
                line.write(next);
                if (line.size() == maxBytes) {
                    hand(line, lines);
                }
            }
        }
        if (line.size() > 0) {
            hand(line, lines);
        }
    }

    private static void hand(ByteArrayOutputStream line, Consumer<String> lines) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
