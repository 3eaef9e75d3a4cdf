package io.cohort.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cohort completion}: what a shell must know to complete commands, options and files. */
@Command(
        name = "completion",
        description = "Prints a script that lets a shell complete commands, options and files.",
        footer = {
            "",
            "Examples:",
            "  cohort completion bash > ~/.local/share/bash-completion/completions/cohort",
            "  source <(cohort completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {

    /** Shells that are known. */
    enum Shell {
        BASH,
        ZSH
    }

    private final Cohort cohort;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    Shell shell = Shell.BASH;

    @Spec
    CommandSpec spec = CommandSpec.create();

    CompletionCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        CommandLine all = spec.root().commandLine();
        // One script serves both: under zsh it turns on bash's way of completing, once zsh's own is set up.
        String script = AutoComplete.bash(spec.root().name(), all);
        String whole = shell == Shell.ZSH ? "autoload -U +X compinit && compinit\n" + script : script;
        Console console = cohort.console();
        console.last("completion", Map.of("shell", shell.name().toLowerCase(Locale.ROOT), "script", whole));
        console.show(whole.lines().toList());
        return 0;
    }
}
