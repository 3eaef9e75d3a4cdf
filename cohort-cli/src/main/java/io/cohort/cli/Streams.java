package io.cohort.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where the command speaks, and what stands at the other end.
 *
 * @param out results, or JSON
 * @param err people's text beside them
 * @param outTerminal whether a person looks at {@code out}
 * @param errTerminal whether a person looks at {@code err}
 * @param columns the terminal's width
 * @param unicode whether the terminal shows more than ASCII
 * @param environment the process's environment
 */
record Streams(
        PrintStream out,
        PrintStream err,
        boolean outTerminal,
        boolean errTerminal,
        int columns,
        boolean unicode,
        Map<String, String> environment) {

    private static final int DEFAULT_COLUMNS = 80;
    private static final int LEAST_COLUMNS = 20;

    /** JSON and files are UTF-8 whatever the locale; Java cannot tell what a stream is, so {@code ./cohort} says it in properties. */
    static Streams ofThisProcess() {
        Map<String, String> environment = System.getenv();
        String columns = environment.getOrDefault("COLUMNS", System.getProperty("cohort.columns", ""));
        return new Streams(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("cohort.terminal.out"),
                Boolean.getBoolean("cohort.terminal.err"),
                columns(columns),
                terminalCharset().newEncoder().canEncode('━'),
                environment);
    }

    private static Charset terminalCharset() {
        String name = System.getProperty("native.encoding", "US-ASCII");
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
    }

    private static int columns(String text) {
        return text.matches("[0-9]{1,4}") ? Math.max(LEAST_COLUMNS, Integer.parseInt(text)) : DEFAULT_COLUMNS;
    }

    /** Whether nothing in the environment speaks against colours (see no-color.org). */
    boolean colourWelcome() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }
}
