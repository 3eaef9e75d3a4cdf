package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script is asked by a real bash what it offers. */
class CompletionTest {

    private static final Path BASH = Path.of("/bin/bash");

    @TempDir
    Path folder;

    @Test
    void completesCommandsOptionsAndTheirValues() throws Exception {
        assumeTrue(Files.isExecutable(BASH));

        assertThat(offers("cohort", "tr")).containsExactly("train");
        assertThat(offers("cohort", "ch")).containsExactly("check");
        assertThat(offers("cohort", "train", "--res")).containsExactly("--resume");
        assertThat(offers("cohort", "check", "--ex")).containsExactly("--explain");
        assertThat(offers("cohort", "verify", "--precision", "")).contains("FLOAT64", "FLOAT32");
    }

    @Test
    void completesFilesWhereAFileIsMeant() throws Exception {
        assumeTrue(Files.isExecutable(BASH));
        Files.writeString(folder.resolve("digits.yaml"), "");

        assertThat(offers("cohort", "train", "--out", "dig")).containsExactly("digits.yaml");
        assertThat(offers("cohort", "train", "dig")).containsExactly("digits.yaml");
    }

    @Test
    void servesZshWithTheSameScript() {
        String bash = Ran.cohort("completion", "bash").out();
        String zsh = Ran.cohort("completion", "zsh").out();

        assertThat(zsh).endsWith(bash).startsWith("autoload -U +X compinit && compinit\n");
        assertThat(bash).contains("autoload -U +X bashcompinit && bashcompinit");
    }

    @Test
    void refusesAShellThatIsNotKnown() {
        assertThat(Ran.cohort("completion", "fish").err()).contains("must be one of bash, zsh");
    }

    private List<String> offers(String... words) throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion.bash"),
                Ran.cohort("completion", "bash").out());
        String ask =
                """
                source "$1"; shift
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                _complete_cohort cohort "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        ProcessBuilder builder = new ProcessBuilder(BASH.toString(), "--norc", "-c", ask, "bash", script.toString())
                .directory(folder.toFile());
        builder.command().addAll(List.of(words));
        // compopt complains outside a terminal's own completion; what is offered is the same.
        Process bash = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        bash.getOutputStream().close();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out.lines().toList();
    }
}
