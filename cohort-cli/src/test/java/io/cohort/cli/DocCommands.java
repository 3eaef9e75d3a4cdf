package io.cohort.cli;

import java.io.ByteArrayOutputStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command as the tests of the documents need it. */
public final class DocCommands {

    private DocCommands() {}

    /** What a command that ran said. */
    public record Said(int exit, String err) {}

    /** What is wrong with a command line, without running it; empty when nothing is. */
    public static String parses(List<String> words) {
        Streams streams = Ran.streams(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false);
        CommandLine all = Main.commandLine(streams, new Errors(streams, List.of()));
        try {
            all.parseArgs(words.toArray(String[]::new));
            return "";
        } catch (ParameterException e) {
            return String.valueOf(e.getMessage());
        }
    }

    public static Said run(List<String> words) {
        Ran ran = Ran.cohort(words.toArray(String[]::new));
        return new Said(ran.exit(), ran.err());
    }
}
