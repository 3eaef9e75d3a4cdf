package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

class JobNodeTest {

    /** Reads values by one function, as a room would. */
    private static <T> T read(Map<String, Object> values, Function<JobNode, T> reader) {
        JobSection<Optional<T>> section = new JobSection<>() {
            @Override
            public String key() {
                return "section";
            }

            @Override
            @SuppressWarnings("unchecked")
            public Class<Optional<T>> type() {
                return (Class<Optional<T>>) (Class<?>) Optional.class;
            }

            @Override
            public Optional<T> read(JobNode node) {
                return Optional.of(reader.apply(node));
            }
        };
        return Sections.read(section, values, "").orElseThrow();
    }

    private static <T> ObjectAssert<T> reading(Map<String, Object> values, Function<JobNode, T> reader) {
        return assertThatObject(read(values, reader));
    }

    @Test
    void givesUsableValuesWhereTheFileIsWrong() {
        Map<String, Object> wrong = new HashMap<>();
        for (String key : List.of("text", "choice", "integer", "number", "flag", "duration", "bytes", "path", "list")) {
            wrong.put(key, Map.of("a", 1));
        }
        wrong.put("child", List.of(1));
        assertThatThrownBy(() -> read(wrong, node -> {
                    assertThat(node.text("text", "x")).isEqualTo("x");
                    assertThat(node.choice("choice", "a", List.of("a", "b"))).isEqualTo("a");
                    assertThat(node.integer("integer", 3, 1, 5)).isEqualTo(3);
                    assertThat(node.number("number", 0.5, 0, 1)).isEqualTo(0.5);
                    assertThat(node.flag("flag", true)).isTrue();
                    assertThat(node.duration("duration", Duration.ofSeconds(3))).hasSeconds(3);
                    assertThat(node.bytes("bytes", 7)).isEqualTo(7);
                    assertThat(node.path("path")).isEmpty();
                    assertThat(node.integers("list", List.of(1L), 0, 9)).containsExactly(1L);
                    assertThat(node.child("child").integer("a", 9, 0, 9)).isEqualTo(9);
                    return 0;
                }))
                .isInstanceOfSatisfying(UserMistake.class, mistake -> assertThat(mistake.problems())
                        .hasSize(10)
                        .extracting(Problem::rule)
                        .allMatch(rule -> rule.startsWith("must be ")));
    }

    @Test
    void readsNumbersByNamesItDoesNotKnow() {
        Map<String, Object> values = Map.of("weights", Map.of("cat", 2, "0", 0.5));

        reading(values, node -> node.numbersByName("weights", 0, 9)).isEqualTo(Map.of("cat", 2.0, "0", 0.5));
        reading(Map.of(), node -> node.numbersByName("weights", 0, 9)).isEqualTo(Map.of());
        assertThatThrownBy(() -> read(
                        Map.of("weights", Map.of("cat", -1, "dog", "many")),
                        node -> node.numbersByName("weights", 0, 9)))
                .hasMessageContaining("weights.cat=-1")
                .hasMessageContaining("weights.dog=many");
        assertThatThrownBy(() -> read(Map.of("weights", 3), node -> node.numbersByName("weights", 0, 9)))
                .hasMessageContaining("weights=3: must be a mapping of names to numbers");
    }

    @Test
    void takesNullForAbsent() {
        Map<String, Object> values = new HashMap<>();
        values.put("epochs", null);

        reading(values, node -> node.integer("epochs", 3, 1, 9)).isEqualTo(3L);
        reading(values, node -> node.integer("epochs", 1, 9)).isEqualTo(Optional.empty());
        reading(values, node -> node.has("epochs")).isEqualTo(false);
        reading(values, node -> node.child("epochs").flag("x", true)).isEqualTo(true);
        reading(values, node -> node.children("epochs")).isEqualTo(List.of());
    }

    @Test
    void letsTwoAccessorsAskForOneKey() {
        Map<String, Object> values = Map.of("label", 3);
        String both = read(values, node -> node.integer("label", 0, 0, 9) + node.text("label", ""));

        assertThat(both).isEqualTo("33");
    }

    @Test
    void givesTheSameChildToEveryoneWhoAsks() {
        Map<String, Object> values = Map.of("schedule", Map.of("every", 5, "gamma", 0.5));

        reading(
                        values,
                        node -> node.child("schedule").integer("every", 1, 1, 9)
                                + node.named("schedule", "step").number("gamma", 1, 0, 1))
                .isEqualTo(5.5);
    }

    @Test
    void namesAComponentByShortFormByMappingOrByDefault() {
        Function<JobNode, String> name =
                node -> node.named("strategy", "all-reduce").text("name", "?");

        reading(Map.of("strategy", "gossip"), name).isEqualTo("gossip");
        reading(Map.of("strategy", Map.of("name", "gossip")), name).isEqualTo("gossip");
        reading(Map.of("strategy", Map.of()), name).isEqualTo("all-reduce");
        reading(Map.of(), name).isEqualTo("all-reduce");
        reading(Map.of("strategy", "gossip"), node -> node.named("strategy", "").path())
                .isEqualTo("strategy");
    }

    @Test
    void wantsANameWhereThereIsNoDefault() {
        for (Map<String, Object> values : List.<Map<String, Object>>of(
                Map.of(), Map.of("model", Map.of()), Map.of("model", ""), Map.of("model", Map.of("name", " ")))) {
            assertThatThrownBy(
                            () -> read(values, node -> node.named("model", "").text("name", "")))
                    .as(values.toString())
                    .isInstanceOf(UserMistake.class)
                    .hasMessageContaining("must be given. Give model.name a value");
        }
    }

    @Test
    void takesASingleValueForAList() {
        reading(Map.of("hidden", 64), node -> node.integers("hidden", List.of(), 1, 100))
                .isEqualTo(List.of(64L));
        reading(Map.of("metrics", "f1"), node -> node.texts("metrics", List.of()))
                .isEqualTo(List.of("f1"));
        reading(Map.of("layers", "relu"), node -> node.children("layers").get(0).text("name", ""))
                .isEqualTo("relu");
    }

    @Test
    void pointsAtTheItemOfAListThatIsWrong() {
        assertThatThrownBy(() -> read(Map.of("hidden", List.of(64, 0)), n -> n.integers("hidden", List.of(), 1, 100)))
                .isInstanceOf(UserMistake.class)
                .hasMessage("hidden.1=0: must be between 1 and 100. Use hidden.1: 1");
        assertThatThrownBy(() -> read(
                        Map.of("layers", List.of(Map.of("width", 1), Map.of("width", 0))),
                        node -> node.children("layers").stream()
                                .map(layer -> layer.integer("width", 1, 1, 5))
                                .toList()))
                .isInstanceOf(UserMistake.class)
                .hasMessageStartingWith("layers.1.width=0: ");
    }

    @Test
    void tellsAMappingFromAValue() {
        reading(Map.of("test", 0.2), node -> node.isMapping("test")).isEqualTo(false);
        reading(Map.of("test", Map.of()), node -> node.isMapping("test")).isEqualTo(true);
        reading(Map.of(), node -> node.isMapping("test")).isEqualTo(false);
    }

    @Test
    void showsTheValueOfAProblemThatARoomNotes() {
        Map<String, Object> values = Map.of("workers", 3, "stages", Map.of("a", List.of(1, 2)));

        assertThatThrownBy(() -> read(values, node -> {
                    node.integer("workers", 1, 1, 9);
                    node.child("stages").integers("a", List.of(), 0, 9);
                    node.problem("workers", "must be even", "Use workers: 2");
                    node.child("stages").problem("", "must fit", "");
                    node.problem("seed", "must be given", "");
                    return 0;
                }))
                .isInstanceOf(UserMistake.class)
                .hasMessage("workers=3: must be even. Use workers: 2\nstages: must fit\nseed: must be given");
    }

    @Test
    void keepsTheProblemsOfAnErrorThatASectionThrows() {
        UserMistake thrown = new UserMistake("bad-data", new Problem("images.gz", null, "is no IDX file", ""));

        assertThatThrownBy(() -> read(Map.of("typo", 1), node -> {
                    throw thrown;
                }))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("images.gz: is no IDX file");
    }

    @Test
    void quotesLongValuesInPart() {
        assertThatThrownBy(() -> read(Map.of("epochs", "x".repeat(100_000)), node -> node.integer("epochs", 1, 1, 9)))
                .isInstanceOfSatisfying(UserMistake.class, mistake -> assertThat(
                                mistake.problems().get(0).value())
                        .hasSize(60)
                        .endsWith("…"));
    }
}
