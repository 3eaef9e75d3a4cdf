package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KEYS =
            List.of("epochs", "batch", "maxSteps", "lr", "all-reduce", "adam", "adamw");

    @ParameterizedTest
    @CsvSource({
        "epoch, epochs",
        "Epochs, epochs",
        "epcohs, epochs",
        "max_steps, maxSteps",
        "MAX-STEPS, maxSteps",
        "allreduce, all-reduce",
        "adma, adam",
        "adamv, adam",
        "rl, lr",
    })
    void findsWhatWasMeant(String word, String meant) {
        assertThat(Nearest.of(word, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"zebra", "learning-rate", "ep", "x"})
    void findsNothingWhereNothingIsNear(String word) {
        assertThat(Nearest.of(word, KEYS)).isEmpty();
    }

    @Test
    void findsNothingForNothing() {
        assertThat(Nearest.of("", KEYS)).isEmpty();
        assertThat(Nearest.of("epochs", List.of())).isEmpty();
        assertThat(Nearest.of("a", List.of("b", ""))).isEmpty();
    }

    @Property(seed = "7", tries = 300)
    void countsEditsAsTheDefinitionDoes(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 6) String a,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 6) String b) {
        assertThat(Nearest.edits(a, b)).isEqualTo(byDefinition(a, b)).isEqualTo(Nearest.edits(b, a));
    }

    /** The recursion of the definition, on prefixes. */
    private static int byDefinition(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        String a1 = a.substring(0, a.length() - 1);
        String b1 = b.substring(0, b.length() - 1);
        int least = byDefinition(a1, b1) + (a.endsWith(b.substring(b.length() - 1)) ? 0 : 1);
        least = Math.min(least, Math.min(byDefinition(a1, b), byDefinition(a, b1)) + 1);
        if (!a1.isEmpty() && !b1.isEmpty()) {
            String swapped = "" + b.charAt(b.length() - 1) + b.charAt(b.length() - 2);
            if (a.endsWith(swapped)) {
                least = Math.min(
                        least, byDefinition(a.substring(0, a.length() - 2), b.substring(0, b.length() - 2)) + 1);
            }
        }
        return least;
    }
}
