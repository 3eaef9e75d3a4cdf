package io.cohort.cli;

import io.cohort.core.error.CohortException;
import io.cohort.core.error.UserMistake;
import io.cohort.observe.Look;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Says how a command failed, and what the process exits with. A mistake is a message with its fix; only what nobody foresaw has a stack
 * trace, and that goes to a file (and to standard error with {@code --log-level debug}).
 */
final class Errors {

    private static final int UNFORESEEN_EXIT = 1;

    private final Streams streams;
    private final List<String> args;

    /** @param args the command line as given: it may be what is wrong, so options are looked up in it by hand */
    Errors(Streams streams, List<String> args) {
        this.streams = streams;
        this.args = args;
    }

    /** Says what went wrong, and returns the exit code. */
    int report(Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CohortException known) {
            known(known);
            return known.exitCode();
        }
        unforeseen(cause);
        return UNFORESEEN_EXIT;
    }

    private void known(CohortException e) {
        String message = String.valueOf(e.getMessage());
        for (String line : message.split("\n", -1)) {
            say(line);
        }
        boolean fixIsInTheMessage = e instanceof UserMistake;
        if (!fixIsInTheMessage && !e.fix().isEmpty()) {
            streams.err().println(e.fix());
        }
        if (debugging()) {
            e.printStackTrace(streams.err());
        }
        object(
                e.kind(),
                message,
                e.fix(),
                e.rank().isPresent() ? Integer.valueOf(e.rank().getAsInt()) : null,
                e.exitCode());
    }

    private void unforeseen(Throwable e) {
        String message =
                "unexpected " + e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
        String fix = traceFile(e);
        say(message.replace('\n', ' '));
        streams.err().println(fix);
        if (debugging()) {
            e.printStackTrace(streams.err());
        }
        object("internal", message, fix, null, UNFORESEEN_EXIT);
    }

    /** Keeps the whole story in a file, and returns where it is as a sentence. */
    private String traceFile(Throwable e) {
        try {
            Path file = Files.createTempFile("cohort-error-", ".txt");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                writer.println(String.join("\n", Version.lines()));
                writer.println("cohort " + String.join(" ", args));
                e.printStackTrace(writer);
            }
            return "This is a bug in Cohort: please report it with " + file + ", which has the stack trace";
        } catch (IOException notWritten) {
            e.addSuppressed(notWritten);
            return "This is a bug in Cohort: run it again with --log-level debug to see the stack trace, and report it";
        }
    }

    private void say(String line) {
        boolean colour = !args.contains("--color=never")
                && ((streams.errTerminal() && streams.colourWelcome()) || args.contains("--color=always"));
        streams.err().println(new Look(colour, true).paint(Look.Ink.BAD, "error: ") + line);
    }

    private void object(String kind, String message, String fix, @Nullable Object rank, int exit) {
        if (!args.contains("--json")) {
            return;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        fields.put("message", message);
        fields.put("fix", fix);
        fields.put("rank", rank);
        fields.put("exit", exit);
        streams.out().println(Console.line("error", fields));
        streams.out().flush();
    }

    private boolean debugging() {
        String line = " " + String.join(" ", args).toLowerCase(Locale.ROOT) + " ";
        return line.matches(".* --log-level[ =](debug|trace) .*");
    }
}
