package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobProblemsTest {

    private static final Path BASE = Path.of("/jobs");
    private static final String GOOD = "data: {name: digits}\nmodel: {name: lenet}\n";

    private static UserMistake mistake(String yaml, String... overrides) {
        return catchThrowableOfType(UserMistake.class, () -> Job.parse(yaml, BASE, List.of(overrides)));
    }

    private static UserMistake inTrain(String line) {
        return mistake(GOOD + "train:\n  " + line + "\n");
    }

    @Test
    void namesPlaceValueRuleAndFix() {
        UserMistake mistake = inTrain("batch: 0");

        assertThat(mistake.kind()).isEqualTo("job-invalid");
        assertThat(mistake.exitCode()).isEqualTo(2);
        assertThat(mistake.problems())
                .containsExactly(
                        new Problem("job:4:10 train.batch", "0", "must be between 1 and 65535", "Use train.batch: 1"));
        assertThat(mistake).hasMessage("job:4:10 train.batch=0: must be between 1 and 65535. Use train.batch: 1");
    }

    @Test
    void findsEveryProblemAtOnceInTheOrderOfTheFile() {
        UserMistake mistake = mistake(
                """
                parallel:
                  workers: 0
                data: {name: digits, tset: 0.3}
                model: {name: lenet, dropout: 2}
                train:
                  epochs: many
                seed: -1
                """,
                "train.batch=1.5");

        assertThat(mistake.kind()).isEqualTo("job-invalid");
        assertThat(mistake.problems())
                .extracting(Problem::place)
                .containsExactly(
                        "job:2:12 parallel.workers",
                        "job:3:22 data.tset",
                        "job:4:31 model.dropout",
                        "job:6:11 train.epochs",
                        "job:7:7 seed",
                        "--set train.batch");
    }

    @Test
    void everyPrintedFixWorksWhenFollowedToTheLetter() {
        String yaml =
                """
                kind: trian
                name: my digits
                seed: 1e3
                """;
        String sections =
                """
                name: digits
                data:
                  name: digits
                  test: 1
                  lable: digit
                model:
                  name: lenett
                  droput: 0.1
                train:
                  epoch: 3
                  batch: 70000
                  lr: 0
                  clip: .inf
                  precision: flaot32
                  shuffle: yes
                  max_steps: 10
                  zebra: 5
                  layers:
                  - name: relu
                    width: 99999
                parallel:
                  workers: two
                  timeout: 30
                  bucket: 2 potatoes
                  strategy:
                    name: gossip
                    topolgy: rnig
                """;
        List<String> overrides = List.of("model.dropout=-1", "parallel.workers=0");
        String fixed = followed(yaml + GOOD, List.of()) + followed(sections, overrides);

        assertThat(fixed)
                .contains("kind: train", "name: my-digits", "seed: 1000")
                .contains("label: digit", "name: lenet\n", "epochs: 3", "batch: 65535", "lr: 0.05", "maxSteps: 10")
                .contains("width: 1024", "timeout: 30s", "bucket: 25MB", "topology: ring", "precision: float32")
                .doesNotContain("zebra");
    }

    /** Follows what is printed until nothing is: a wrong word may hide what stands beside it. */
    private static String followed(String yaml, List<String> overrides) {
        Fixes fixes = new Fixes(yaml, overrides);
        for (int round = 0; round < 3; round++) {
            UserMistake mistake = mistake(fixes.yaml(), fixes.overrides().toArray(String[]::new));
            if (mistake == null) {
                return fixes.yaml();
            }
            fixes.follow(mistake);
        }
        Job.parse(fixes.yaml(), BASE, fixes.overrides());
        return fixes.yaml();
    }

    @Test
    void callsAJobWithNothingButUnknownKeysSo() {
        UserMistake mistake = mistake(GOOD + "train: {epoch: 3}\nparalel: {workers: 2}\n");

        assertThat(mistake.kind()).isEqualTo("unknown-key");
        assertThat(mistake.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "job:3:9 train.epoch=3: unknown key; the nearest known one is epochs."
                                + " Write epochs instead of epoch",
                        "job:4:1 paralel={workers: 2}: unknown key; the nearest known one is parallel."
                                + " Write parallel instead of paralel");
    }

    @Test
    void sendsAKeyOfAnotherSectionThere() {
        assertThat(mistake(GOOD + "epochs: 3\n").problems())
                .extracting(Problem::text)
                .containsExactly("job:3:1 epochs=3: unknown key here; it is known as train.epochs."
                        + " Move it to train.epochs");
    }

    @Test
    void listsTheKnownKeysWhenNoneIsNear() {
        assertThat(mistake("data: {name: digits, zzzzzz: 1}\nmodel: lenet\n").getMessage())
                .contains("unknown key; known here are name, test, images, label. Leave it out");
    }

    @Test
    void doesNotCallTheOptionsOfAnUnknownComponentUnknown() {
        assertThat(mistake("data: {name: digits}\nmodel: {name: mpl, hidden: [3]}\n")
                        .problems())
                .extracting(Problem::place)
                .containsExactly("job:2:15 model.name");
    }

    @Test
    void namesTheSectionsThatMustBeGiven() {
        UserMistake mistake = mistake("name: x\nmodel:\n");

        assertThat(mistake.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "job:1:1 data: must be given. Add the section data",
                        "job:2:1 model: must be given. Add the section model");
    }

    @Test
    void proposesTheNearestKind() {
        assertThat(mistake("kind: tarin\n").problems())
                .containsExactly(new Problem("job:1:7 kind", "tarin", "must be train", "Use kind: train"));
    }

    @Test
    void saysOneThingAboutOneKey() {
        assertThat(mistake("data: {test: 0.1}\nmodel: [lenet]\n").problems())
                .extracting(Problem::text)
                .containsExactly(
                        "job:1:7 data.name: must be given. Give data.name a value",
                        "job:2:8 model=[lenet]: must be a mapping of keys to values, not a list");
    }

    @Test
    void tellsAScalarWhereAMappingMustStand() {
        assertThat(mistake(GOOD + "train: 5\n").problems())
                .extracting(Problem::rule)
                .containsExactly("must be a mapping of keys to values");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epochs: 1.0   | must be a whole number, at least 1           | Use train.epochs: 1",
                "epochs: '3x'  | must be a whole number, at least 1           | Use train.epochs: 10",
                "epochs: 0     | must be at least 1                           | Use train.epochs: 1",
                "epochs: 9223372036854775808 | must be between 1 and 9223372036854775807 | Use train.epochs: 9223372036854775807",
                "batch: 65536  | must be between 1 and 65535                  | Use train.batch: 65535",
                "lr: .nan      | must be a finite number, more than 0         | Use train.lr: 0.05",
                "lr: 1e999     | must be a finite number, more than 0         | Use train.lr: 0.05",
                "lr: 0.0       | must be more than 0                          | Use train.lr: 0.05",
                "clip: -0.5    | must be between 0 and 1000000000             | Use train.clip: 0",
                "shuffle: on   | must be true or false                        | Use train.shuffle: true",
                "shuffle: nope | must be true or false                        | Use train.shuffle: true",
            })
    void refusesAValueWithItsRule(String line, String rule, String fix) {
        assertThat(inTrain(line).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo(rule);
            assertThat(problem.fix()).isEqualTo(fix);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "train.", ".train=1", "a b=1", "=1", ""})
    void refusesAnOverrideThatIsNone(String override) {
        assertThat(mistake(GOOD, override).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place()).isEqualTo(("--set " + override).stripTrailing());
            assertThat(problem.rule()).isEqualTo("must be key.path=value, such as train.epochs=3");
        });
    }

    @Test
    void refusesAnOverrideWhoseValueIsNoYaml() {
        assertThat(mistake(GOOD, "train.metrics=[a, b").problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.place()).isEqualTo("--set train.metrics");
                    assertThat(problem.rule()).startsWith("is no YAML: ");
                    assertThat(problem.fix()).isEqualTo("Quote it: --set train.metrics='\"[a, b\"'");
                });
        assertThat(Job.parse(GOOD, BASE, List.of("train.metrics=\"[a, b\""))
                        .section(Trial.Train.class)
                        .metrics())
                .containsExactly("[a, b");
    }

    @Test
    void refusesAnOverrideIntoAListThatHasNoSuchPlace() {
        String yaml = GOOD + "train: {layers: [relu]}\n";

        assertThat(mistake(yaml, "train.layers.1.width=3").getMessage())
                .contains("--set train.layers.1.width=3: leads into a list");
        assertThat(mistake(yaml, "train.layers.name=3").getMessage()).contains("leads into a list");
    }

    @Test
    void givesProblemsOfAProgramTheirKeyPath() {
        Map<String, Object> values =
                Map.of("data", Map.of("name", "digits"), "model", "lenet", "train", Map.of("batch", 0));

        assertThatThrownBy(() -> Job.of(values, BASE))
                .isInstanceOf(UserMistake.class)
                .hasMessage("train.batch=0: must be between 1 and 65535. Use train.batch: 1");
    }

    @Test
    void refusesWhatAJobCannotHold() {
        assertThatThrownBy(() -> Job.of(Map.of("data", new Object()), BASE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }
}
