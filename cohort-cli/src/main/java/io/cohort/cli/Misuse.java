package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what picocli says of a command line into a mistake with value, rule and fix. */
final class Misuse {

    private Misuse() {}

    static UserMistake of(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(
                    unmatched.getCommandLine(), unmatched.getUnmatched().get(0));
        }
        if (e.getArgSpec() != null && !(e instanceof MissingParameterException)) {
            return badValue(e, e.getArgSpec());
        }
        String kind = e instanceof MissingParameterException ? "missing-option" : "bad-option";
        boolean noCommand = needsCommand(e.getCommandLine()) && !(e instanceof MissingParameterException);
        String commands = String.join(", ", e.getCommandLine().getSubcommands().keySet());
        return mistake(
                noCommand ? "missing-command" : kind,
                e.getCommandLine().getCommandSpec().qualifiedName(),
                null,
                noCommand ? "needs a command; there are " + commands : String.valueOf(e.getMessage()),
                "",
                e.getCommandLine());
    }

    /** Whether it does nothing by itself. */
    private static boolean needsCommand(CommandLine command) {
        return !command.getSubcommands().isEmpty() && !(command.getCommand() instanceof Callable);
    }

    private static UserMistake unmatched(CommandLine command, String word) {
        if (word.startsWith("-")) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            List<String> names = command.getCommandSpec().options().stream()
                    .flatMap(option -> Arrays.stream(option.names()))
                    .toList();
            return mistake("unknown-option", name, null, "there is no such option", didYouMean(name, names), command);
        }
        if (needsCommand(command)) {
            Collection<String> commands = command.getSubcommands().keySet();
            String there = "there is no such command; there are " + String.join(", ", commands);
            return mistake("unknown-command", word, null, there, didYouMean(word, commands), command);
        }
        return mistake("bad-option", word, null, "this is one word too many", "", command);
    }

    private static UserMistake badValue(ParameterException e, ArgSpec arg) {
        Class<?> type = arg.type();
        String rule = String.valueOf(e.getMessage());
        if (type.isEnum()) {
            rule = "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(word -> word.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        } else if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            rule = "must be a whole number";
        }
        String name = arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
        return mistake("bad-option", name, e.getValue(), rule, "", e.getCommandLine());
    }

    private static String didYouMean(String word, Collection<String> known) {
        return Nearest.of(word, known)
                .map(near -> "Did you mean " + near + "? ")
                .orElse("");
    }

    private static UserMistake mistake(
            String kind, String place, @Nullable String value, String rule, String fix, CommandLine command) {
        String help = "See " + command.getCommandSpec().qualifiedName() + " --help";
        return new UserMistake(kind, new Problem(place, value, rule, fix + help));
    }
}
