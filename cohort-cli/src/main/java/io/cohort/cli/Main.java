package io.cohort.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The cohort command.
 *
 * <p>Exit: 0 done; 1 the run failed; 2 the user's mistake; 130 interrupted.
 */
public final class Main {

    private static final int LEAST_HELP = 80;
    private static final int WIDEST_HELP = 120;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(Streams.ofThisProcess(), args));
    }

    /** Runs one command to its end, and returns what the process should exit with. */
    static int run(Streams streams, String... args) {
        Errors errors = new Errors(streams, List.of(args));
        try {
            return commandLine(streams, errors).execute(args);
        } catch (Throwable e) {
            return errors.report(e);
        } finally {
            streams.out().flush();
            streams.err().flush();
        }
    }

    private static void add(CommandLine parent, Object command) {
        CommandLine line = new CommandLine(command);
        parent.addSubcommand(line);
        if (command instanceof CommandGroup group) {
            group.commands().forEach(one -> add(line, one));
        }
    }

    /** Every command, ready to be executed or to show its help. */
    static CommandLine commandLine(Streams streams, Errors errors) {
        Ansi ansi = streams.outTerminal() && streams.colourWelcome() ? Ansi.ON : Ansi.OFF;
        Cohort cohort = new Cohort(streams);
        CommandLine all = new CommandLine(cohort);
        cohort.commands().forEach(command -> add(all, command));
        return all.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setUsageHelpWidth(Math.min(WIDEST_HELP, Math.max(LEAST_HELP, streams.columns())))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((mistake, given) -> errors.report(Misuse.of(mistake)))
                .setExecutionExceptionHandler((failure, command, parsed) -> errors.report(failure));
    }
}
