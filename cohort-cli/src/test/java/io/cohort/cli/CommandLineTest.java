package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

    @Test
    void offersTheCommandsThatArePromised() {
        assertThat(commandLine().getSubcommands())
                .containsOnlyKeys(
                        "init",
                        "train",
                        "join",
                        "check",
                        "evaluate",
                        "predict",
                        "verify",
                        "bench",
                        "doctor",
                        "runs",
                        "show",
                        "certs",
                        "completion");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEachCommandHasAnExampleAndTheCommonOptions(String command) {
        Ran ran = Ran.cohort(command, "--help");

        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .containsPattern("Examples?:")
                .contains("cohort " + command + " ")
                .contains("--json", "--quiet", "--color", "--log-level", "--help", "--version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "check", "verify"})
    void everyCommandThatTakesAJobTakesTheSameOptions(String command) {
        assertThat(commandLine().getSubcommands().get(command).getCommandSpec().optionsMap())
                .containsKeys("--set", "--workers", "--engine", "--master", "--strategy", "--jars", "--chaos");
    }

    @Test
    void saysItsVersion() {
        Ran ran = Ran.cohort("--version");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .containsPattern("cohort \\d+\\.\\d+")
                .contains("libtorch 2")
                .doesNotContain("${");
    }

    @Test
    void namesTheNearestCommand() {
        mistake("unknown-command", "trian: there is no such command", "Did you mean train?", "trian");
    }

    @Test
    void asksForACommandBelowAGroup() {
        mistake("missing-command", "cohort bench: needs a command; there are allreduce, train", "--help", "bench");
        mistake("unknown-command", "trian: there is no such command", "Did you mean train?", "bench", "trian");
    }

    @Test
    void namesTheNearestOption() {
        mistake(
                "unknown-option",
                "--wokers: there is no such option",
                "Did you mean --workers?",
                "train",
                "--wokers=3");
    }

    @Test
    void theNearestOptionThatItNamesIsTaken() {
        assertThat(Ran.cohort("doctor", "--worker", "1").err()).contains("Did you mean --workers?");
        assertThat(Ran.cohort("doctor", "--workers", "1").exit()).isZero();
    }

    @Test
    void asksForACommand() {
        mistake("missing-command", "cohort: needs a command; there are init, train", "See cohort --help");
    }

    @Test
    void refusesAValueThatIsNoNumber() {
        mistake(
                "bad-option",
                "--workers=two: must be a whole number",
                "See cohort train --help",
                "train",
                "--workers",
                "two");
    }

    @Test
    void refusesAWordThatIsNoneOfTheChoices() {
        mistake("bad-option", "--color=pink: must be one of auto, always, never", "", "runs", "--color", "pink");
        mistake("bad-option", "--precision=fp8: must be one of float64, float32", "", "verify", "--precision", "fp8");
    }

    @Test
    void asksForAnOptionThatMustBeGiven() {
        mistake("missing-option", "--data=D", "See cohort evaluate --help", "evaluate", "model");
    }

    @Test
    void refusesAWordTooMany() {
        mistake("bad-option", "b.yaml: this is one word too many", "", "check", "a.yaml", "b.yaml");
    }

    @Test
    void takesTheCommonOptionsBeforeAndAfterTheCommand() {
        assertThat(Ran.cohort("--json", "runs", "none").objects()).hasSize(1);
        assertThat(Ran.cohort("runs", "none", "--json").objects()).hasSize(1);
    }

    @Test
    void coloursOnATerminalUnlessToldNotTo() {
        assertThat(coloured(true, "trian")).isTrue();
        assertThat(coloured(true, "trian", "--color=never")).isFalse();
        assertThat(coloured(false, "trian")).isFalse();
        assertThat(coloured(false, "trian", "--color=always")).isTrue();
    }

    private static boolean coloured(boolean terminal, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Main.run(Ran.streams(new ByteArrayOutputStream(), err, terminal), args);
        return err.toString(java.nio.charset.StandardCharsets.UTF_8).contains("\u001b[");
    }

    /** Checks one mistake both ways it is told: to people on standard error, to programs as the last object. */
    private static void mistake(String kind, String message, String fix, String... args) {
        Ran forPeople = Ran.cohort(args);
        assertThat(forPeople.exit()).isEqualTo(2);
        assertThat(forPeople.out()).isEmpty();
        assertThat(forPeople.err()).startsWith("error: ").contains(message, fix).doesNotContain("\tat ", "Exception");
        assertThat(forPeople.err().lines()).hasSize(1);

        Ran forPrograms =
                Ran.cohort(Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new));
        assertThat(forPrograms.exit()).isEqualTo(2);
        assertThat(forPrograms.out()).startsWith("{\"type\":\"error\",");
        assertThat(forPrograms.last())
                .containsEntry("kind", kind)
                .containsEntry("exit", 2L)
                .containsEntry("rank", null)
                .hasEntrySatisfying("message", text -> assertThat((String) text).contains(message))
                .hasEntrySatisfying("fix", text -> assertThat((String) text).contains(fix));
    }

    private static List<String> commands() {
        return List.copyOf(commandLine().getSubcommands().keySet());
    }

    private static CommandLine commandLine() {
        Streams streams = Ran.streams(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false);
        return Main.commandLine(streams, new Errors(streams, List.of()));
    }
}
