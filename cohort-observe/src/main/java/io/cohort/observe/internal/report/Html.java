package io.cohort.observe.internal.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a page that is both HTML 5 and well-formed XML, so that it can be checked. Every text and attribute is escaped here, and nowhere
 * else; what XML has no word for (control characters, halves of characters) becomes U+FFFD.
 *
 * <p>Threading: one thread at a time.
 */
final class Html {

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values by turns */
    Html open(String tag, String... attributes) {
        start(tag, attributes).append('>');
        open.push(tag);
        return this;
    }

    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that never has content, such as {@code meta} or {@code path}. */
    Html empty(String tag, String... attributes) {
        start(tag, attributes).append("/>");
        return this;
    }

    /** An element with text in it. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** A line end, where people who read the source would like one. */
    Html line() {
        out.append('\n');
        return this;
    }

    /** Our own style: it has no character that XML would take for its own. */
    Html style(String css) {
        out.append("<style>").append(css).append("</style>\n");
        return this;
    }

    /** Our own script, hidden from XML by comments that only XML reads past. */
    Html script(String code) {
        out.append("<script>\n//<![CDATA[\n").append(code).append("\n//]]>\n</script>\n");
        return this;
    }

    /** The whole page. */
    String page() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return "<!DOCTYPE html>\n" + out;
    }

    private StringBuilder start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        return out;
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isXml(c) ? c : '\uFFFD');
            }
        });
    }

    private static boolean isXml(int c) {
        boolean control = c < ' ' && c != '\t' && c != '\n';
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !control && !half && c != 0xFFFE && c != 0xFFFF && c != '\u007f';
    }
}
