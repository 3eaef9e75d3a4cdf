package io.cohort.cli;

import io.cohort.observe.Look;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all commands have in common: their options, and the console they speak to. */
@Command(
        name = "cohort",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = false,
        sortOptions = false,
        description = "Trains deep models on many workers.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the run failed",
            "2:a mistake in an option, a file or a job",
            "130:interrupted; the last checkpoint is kept"
        },
        footer = {"", "Example:", "  cohort train examples/digits.yaml"})
final class Cohort {

    /** Whether text is coloured. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** How much the libraries underneath say on standard error. */
    enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    private final Streams streams;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "One JSON object a line on standard output, and nothing else there.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress; only warnings, errors and the result.")
    boolean quiet;

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never. Auto: on a terminal, unless NO_COLOR is set.")
    Colour colour = Colour.AUTO;

    Cohort(Streams streams) {
        this.streams = streams;
    }

    @Option(
            names = "--log-level",
            scope = ScopeType.INHERIT,
            paramLabel = "LEVEL",
            defaultValue = "warn",
            description =
                    "error, warn, info, debug or trace. From debug on, an unexpected error shows its stack trace.")
    void logLevel(LogLevel level) {
        // Read once, by the first logger that is made; none is before the options are read.
        System.setProperty(
                "org.slf4j.simpleLogger.defaultLogLevel", level.name().toLowerCase(Locale.ROOT));
    }

    /** All commands, in the order in which help lists them. */
    List<Object> commands() {
        return List.of(
                new InitCommand(this),
                new TrainCommand(this),
                new JoinCommand(this),
                new CheckCommand(this),
                new EvaluateCommand(this),
                new PredictCommand(this),
                new VerifyCommand(this),
                new BenchCommand(this),
                new DoctorCommand(this),
                new CertsCommand(this),
                new RunsCommand(this),
                new ShowCommand(this),
                new CompletionCommand(this));
    }

    Console console() {
        boolean coloursOnErr = wantsColour(streams.errTerminal());
        boolean coloursOnOut = wantsColour(streams.outTerminal());
        return new Console(
                streams,
                json,
                quiet,
                new Look(coloursOnOut, streams.unicode()),
                new Look(coloursOnErr, streams.unicode()));
    }

    private boolean wantsColour(boolean terminal) {
        return switch (colour) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal && streams.colourWelcome();
        };
    }
}
